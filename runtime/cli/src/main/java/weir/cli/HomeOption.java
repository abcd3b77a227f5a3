package weir.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;
import weir.launcher.Home;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** {@code --home} of a command. */
public final class HomeOption {

    @Option(names = "--home", paramLabel = "DIRECTORY", description = "Home of the host (~/.weir).")
    private String home;

    /** The home: that of the flag, of the environment, of {@code .env} or the default. */
    public Home home() {
        Map<Setting, String> flags = home == null ? Map.of() : Map.of(Setting.HOME, home);
        return new Home(Settings.resolve(flags, System.getenv(), Path.of("")).path(Setting.HOME));
    }
}
