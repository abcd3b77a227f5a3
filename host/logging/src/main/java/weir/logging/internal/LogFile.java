package weir.logging.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/** Writes the log to {@code <folder>/weir.log}, five files of 10 MiB in rotation, and gives the console the same lines. */
@Component(
        service = {},
        configurationPid = "weir.logging",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
public final class LogFile {

    private static final int BYTES = 10 << 20;
    private static final int FILES = 5;
    private static final Logger ROOT = Logger.getLogger("");

    private final FileHandler file;

    /** Where the log goes. */
    @interface Config {
        /** Folder of the log files; made if it is missing. */
        String folder();
    }

    /** @throws IOException if the folder cannot be made or written */
    @Activate
    public LogFile(Config config) throws IOException {
        Path folder = Files.createDirectories(Path.of(config.folder()));
        file = new FileHandler(folder.resolve("weir.log").toString().replace("%", "%%"), BYTES, FILES, true);
        file.setFormatter(new LineFormatter());
        file.setLevel(Level.INFO);
        for (Handler console : ROOT.getHandlers()) {
            console.setFormatter(new LineFormatter());
        }
        ROOT.addHandler(file);
    }

    @Deactivate
    void close() {
        ROOT.removeHandler(file);
        file.close();
    }
}
