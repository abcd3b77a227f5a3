package weir.launcher.internal.output;

import java.util.logging.LogManager;

/**
 * The log manager of the JVM, named in {@code conf/jvm.options}. The default one removes all handlers at the beginning of the JVM's
 * stop, while the host still logs why its stop takes long.
 */
public final class HostLogManager extends LogManager {

    /** Does nothing: {@link HostOutput} closes the log file after the host has stopped. */
    @Override
    public void reset() {
        // see above
    }
}
