package weir.axon.internal.listener;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an open port when the host stops: nobody new is let in, and who has been let in is answered before anything else
 * stops. The framework says so before it stops the first bundle, and waits for who hears it synchronously.
 */
final class Farewell implements SynchronousBundleListener {

    /** A strategy has three seconds at most; who takes longer to send or to read is not waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private volatile ServerConnector connector;

    /** Whom it will be said to. */
    void to(ServerConnector open) {
        connector = open;
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        ServerConnector open = connector;
        if (event.getType() == BundleEvent.STOPPING
                && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID
                && open != null
                && open.isRunning()) {
            say(open);
        }
    }

    private static void say(ServerConnector connector) {
        ConnectionWatch watch = connector.getBean(ConnectionWatch.class);
        connector.close();
        watch.leave();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (watch.owesAnswers() && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        if (watch.owesAnswers()) {
            LOG.warn("not every request was answered within {} s of the stop", PATIENCE.toSeconds());
        }
        // Or a request that comes now would be told that there is nothing here.
        connector.getConnectedEndPoints().forEach(EndPoint::close);
    }
}
