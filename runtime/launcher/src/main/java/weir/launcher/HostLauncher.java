package weir.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.osgi.framework.Constants;
import weir.base.WeirException;
import weir.launcher.internal.HostConfiguration;
import weir.launcher.internal.HostFramework;
import weir.launcher.internal.output.HostOutput;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** Starts the host in this JVM. */
public final class HostLauncher {

    /** Keeps the lock of the home reachable until the process ends. */
    private static FileLock lock;

    private HostLauncher() {}

    /**
     * Runs the host until the process is stopped.
     *
     * @throws WeirException if a setting, the home, a port or the assembly cannot be used, or the host stops by itself
     */
    public static void run(Settings settings, Assembly assembly) {
        String hotkey = HotkeyAddress.of(settings);
        Home home = new Home(settings.path(Setting.HOME));
        home.fill(assembly);
        lock = home.lock();
        StateFormats.of(home).record(HostLauncher.class.getPackage().getImplementationVersion());
        PortCheck.requireFree(settings.text(Setting.AXON_IP), settings.number(Setting.AXON_PORT), Setting.AXON_PORT);
        PortCheck.requireFree("127.0.0.1", settings.number(Setting.ADMIN_PORT), Setting.ADMIN_PORT);
        System.setProperty("weir.home", home.folder().toString());
        Map<String, String> properties = properties(assembly.frameworkProperties());
        properties.put(
                Constants.FRAMEWORK_STORAGE, home.data().resolve("felix-cache").toString());
        if (settings.isSet(Setting.EVM_RPC)) {
            // Not in the configurations, which are written to disk: a URL may contain a key.
            properties.put("weir.evm.rpc", String.join(",", settings.list(Setting.EVM_RPC)));
        }
        properties.put(
                "configurator.initial", HostConfiguration.document(settings, home, hotkey, assembly.childClassPath()));
        new HostFramework(properties, HostOutput.start(home.logs(), settings.text(Setting.LOGGING_LEVEL)))
                .run(assembly);
    }

    private static Map<String, String> properties(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw WeirException.failed(file + " cannot be read", "Unpack or build Weir again.", e);
        }
        Map<String, String> map = new HashMap<>();
        properties.forEach((key, value) -> map.put(key.toString(), value.toString()));
        return map;
    }
}
