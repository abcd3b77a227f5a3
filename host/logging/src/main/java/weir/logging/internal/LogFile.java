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

/**
 * Writes the log to {@code weir.log} in the configured directory: five rotating files of at most 10 MiB. Also sets the format of
 * the lines on the console.
 */
@Component(
        service = {},
        configurationPid = "weir.logging",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
public final class LogFile {

    private static final int MAX_FILE_BYTES = 10 << 20;
    private static final int FILE_COUNT = 5;
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private final FileHandler fileHandler;

    /** Configuration of PID {@code weir.logging}. */
    @interface Configuration {
        /** Directory of the log files; created if it is missing. */
        String folder();
    }

    /** @throws IOException if the directory cannot be created or written */
    @Activate
    public LogFile(Configuration config) throws IOException {
        Path directory = Files.createDirectories(Path.of(config.folder()));
        fileHandler = new FileHandler(
                directory.resolve("weir.log").toString().replace("%", "%%"), MAX_FILE_BYTES, FILE_COUNT, true);
        fileHandler.setFormatter(new LineFormatter());
        fileHandler.setLevel(Level.INFO);
        for (Handler console : ROOT_LOGGER.getHandlers()) {
            console.setFormatter(new LineFormatter());
        }
        ROOT_LOGGER.addHandler(fileHandler);
    }

    @Deactivate
    void close() {
        ROOT_LOGGER.removeHandler(fileHandler);
        fileHandler.close();
    }
}
