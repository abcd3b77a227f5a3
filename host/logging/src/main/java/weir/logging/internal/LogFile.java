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

/** Writes the log to {@code <folder>/weir.log}, five rotating files of 10 MiB. The console gets lines of the same form. */
@Component(
        service = {},
        configurationPid = "weir.logging",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
public final class LogFile {

    private static final int MAX_BYTES = 10 << 20;
    private static final int FILES = 5;
    private static final Logger ROOT = Logger.getLogger("");

    private final FileHandler file;

    /** Configuration of PID {@code weir.logging}. */
    @interface Config {
        /** Directory of the log files; created if it is missing. */
        String folder();
    }

    /** @throws IOException if the directory cannot be created or written */
    @Activate
    public LogFile(Config config) throws IOException {
        Path directory = Files.createDirectories(Path.of(config.folder()));
        file = new FileHandler(directory.resolve("weir.log").toString().replace("%", "%%"), MAX_BYTES, FILES, true);
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
