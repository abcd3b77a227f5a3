package weir.logging.internal;

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

/** Forwards warnings and errors of the OSGi log service to SLF4J, for example that a component could not be activated. */
@Component(service = {})
public final class FrameworkLog implements LogListener {

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
        Logger log = LoggerFactory.getLogger(entry.getBundle().getSymbolicName());
        // Not by SLF4J's fluent methods: their classes may not be loadable any more when the host stops.
        if (entry.getLogLevel() == LogLevel.ERROR) {
            log.error(entry.getMessage(), entry.getException());
        } else if (entry.getLogLevel() == LogLevel.WARN) {
            log.warn(entry.getMessage(), entry.getException());
        }
    }
}
