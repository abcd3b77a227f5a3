package weir.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.launcher.Home;
import weir.launcher.StateFormats;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** {@code --home} of a command. */
public final class HomeOption {

    @Option(names = "--home", paramLabel = "DIRECTORY", description = "Home of the host (~/.weir).")
    private String home;

    /**
     * Returns the home directory from the flag, the environment, {@code .env} or the default, in this order. The directory need not
     * exist.
     *
     * @throws WeirException if it exists and is not a directory, this user may not read it, or a newer version of Weir wrote its
     *     state
     */
    public Home home() {
        Home at = new Home(settings().path(Setting.HOME));
        try {
            Files.readAttributes(at.data(), BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return at; // each command says what a new home lacks
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot read the home directory " + at.folder(),
                    "Give the command as the user who runs the host, or name another home with --home DIRECTORY.",
                    e);
        }
        StateFormats.of(at).requireReadable();
        return at;
    }

    /** The settings with this home. */
    public Settings settings() {
        Map<Setting, String> flags = home == null ? Map.of() : Map.of(Setting.HOME, home);
        return Settings.resolve(flags, System.getenv(), Path.of(""));
    }
}
