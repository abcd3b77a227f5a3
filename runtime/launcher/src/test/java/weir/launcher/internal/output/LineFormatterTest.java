package weir.launcher.internal.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;

class LineFormatterTest {

    @Test
    void exceptionWithoutAUsableMessageIsLoggedByItsClass() {
        for (Throwable broken : new Throwable[] {new Broken(), new IllegalStateException("caused", new Broken())}) {
            LogRecord entry = new LogRecord(Level.WARNING, "it failed");
            entry.setThrown(broken);
            String lines = new LineFormatter().format(entry);
            assertTrue(lines.contains("it failed\n" + broken.getClass().getName()), lines);
            assertTrue(lines.contains("UnsupportedOperationException"), lines);
        }
    }

    /** The JVM resets the log manager when it begins to stop. */
    @Test
    void resetOfTheLogManagerKeepsHandlers() {
        LogManager manager = new HostLogManager();
        Logger logger = Logger.getLogger("weir.reset.test");
        Handler handler = new StreamHandler();
        logger.addHandler(handler);
        manager.addLogger(logger);
        manager.reset();
        assertEquals(1, logger.getHandlers().length);
    }

    private static final class Broken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Broken() {
            super("broken");
        }

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException();
        }
    }
}
