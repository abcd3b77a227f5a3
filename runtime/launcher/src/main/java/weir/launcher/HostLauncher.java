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

/** Starts the host in this JVM, by {@code felix.main} with system properties. */
public final class HostLauncher {

    /** Keeps the lock of the home reachable until the process ends. */
    private static FileLock lock;

    private HostLauncher() {}

    /**
     * Runs the host until the process is stopped; the shutdown hook of felix.main stops the framework.
     *
     * @throws WeirException if a setting, the home, a port or the assembly cannot be used
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
        System.setProperty("configurator.initial", HostConfiguration.document(settings, home, hotkey));
        try {
            Main.main(new String[0]);
        } catch (Exception e) {
            throw WeirException.failed("the framework did not start", "See the log files in " + home.logs() + ".", e);
        }
    }
}
