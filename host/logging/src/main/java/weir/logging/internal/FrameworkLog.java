package weir.logging.internal;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Forwards warnings and errors of the framework and its services, for example of a component that failed to activate, to SLF4J. */
@Component(service = {})
public final class FrameworkLog implements LogListener {

    private static final Map<LogLevel, Level> LEVELS = Map.of(LogLevel.ERROR, Level.ERROR, LogLevel.WARN, Level.WARN);

    private final LogReaderService reader;

    @Activate
    public FrameworkLog(@Reference LogReaderService reader) {
        this.reader = reader;
        reader.addLogListener(this);
    }

    @Deactivate
    void close() {
        reader.removeLogListener(this);
    }

    @Override
    public void logged(LogEntry entry) {
        Level level = LEVELS.get(entry.getLogLevel());
        if (level != null) {
            Logger log = LoggerFactory.getLogger(entry.getBundle().getSymbolicName());
            log.atLevel(level).setCause(entry.getException()).log(entry.getMessage());
        }
    }
}
