package weir.launcher;

import java.nio.channels.FileLock;
import org.apache.felix.main.Main;
import weir.base.WeirException;
import weir.launcher.internal.HostConfiguration;
import weir.launcher.internal.HotkeyAddress;
import weir.launcher.internal.PortCheck;
import weir.launcher.internal.StartLevels;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** Hands the process over to the framework: {@code felix.main} with its properties set, in this JVM. */
public final class HostLauncher {

    /** Reachable as long as the process: the home is ours. */
    private static FileLock lock;

    private HostLauncher() {}

    /**
     * Serves until the process is told to stop; felix.main's shutdown hook stops the framework in order and ends the JVM.
     *
     * @throws WeirException if the home, the port or the assembly is not fit
     */
    public static void run(Settings settings, Assembly assembly) {
        String hotkey = HotkeyAddress.of(settings);
        Home home = new Home(settings.path(Setting.HOME));
        home.fill(assembly);
        lock = home.lock();
        PortCheck.requireFree(settings.text(Setting.AXON_IP), settings.number(Setting.AXON_PORT), Setting.AXON_PORT);
        PortCheck.requireFree("127.0.0.1", settings.number(Setting.ADMIN_PORT), Setting.ADMIN_PORT);
        System.setProperty("weir.home", home.folder().toString());
        System.setProperty(
                "felix.config.properties",
                assembly.frameworkProperties().toUri().toString());
        System.setProperty(
                "org.osgi.framework.storage", home.data().resolve("felix-cache").toString());
        StartLevels.properties(assembly.systemBundles()).forEach(System::setProperty);
        try {
            System.setProperty("configurator.initial", HostConfiguration.document(settings, home, hotkey));
            Main.main(new String[0]);
        } catch (Exception e) {
            throw WeirException.failed(
                    "the framework did not start", "See " + home.logs() + "; `weir help` lists what helps.", e);
        }
    }
}
