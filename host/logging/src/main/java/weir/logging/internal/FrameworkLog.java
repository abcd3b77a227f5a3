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

/** Forwards warnings and errors of the OSGi log service to SLF4J, for example that a component could not be activated. */
@Component(service = {})
public final class FrameworkLog implements LogListener {

    private static final Map<LogLevel, Level> FORWARDED_LEVELS =
            Map.of(LogLevel.ERROR, Level.ERROR, LogLevel.WARN, Level.WARN);

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
        Level level = FORWARDED_LEVELS.get(entry.getLogLevel());
        if (level != null) {
            Logger log = LoggerFactory.getLogger(entry.getBundle().getSymbolicName());
            log.atLevel(level).setCause(entry.getException()).log(entry.getMessage());
        }
    }
}
