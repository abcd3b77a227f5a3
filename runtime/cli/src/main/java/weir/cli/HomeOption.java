package weir.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Option;
import weir.launcher.Home;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** {@code --help} and {@code --home} of a command that works on a home; mixed into it. */
public final class HomeOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Option(names = "--home", paramLabel = "FOLDER", description = "Home of the host (~/.weir).")
    private String home;

    /** The home that is meant: flag, environment, {@code .env} or the default. */
    public Home home() {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        if (home != null) {
            flags.put(Setting.HOME, home);
        }
        return new Home(Settings.resolve(flags, System.getenv(), Path.of("")).path(Setting.HOME));
    }
}
