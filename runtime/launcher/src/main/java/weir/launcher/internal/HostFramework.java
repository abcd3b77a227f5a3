package weir.launcher.internal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import weir.base.WeirException;
import weir.launcher.Assembly;
import weir.launcher.internal.output.HostOutput;

/**
 * Runs the framework with the host's bundles. The host either answers or ends: a bundle that is missing, is damaged or does not
 * start, an axon that does not listen, and a framework that stops by itself are exceptions. The process ends at most
 * {@value #STOP_SECONDS} seconds after a stop began; the system property {@value #STOP_PROPERTY} is another number for tests.
 */
public final class HostFramework {

    private static final int STOP_SECONDS = 10;

    private static final String STOP_PROPERTY = "weir.stop.seconds";

    /** Much longer than the start of a slow, busy machine takes; known causes of failure end the start at once. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    /** After this time without an axon, the bundles are searched for damaged classes. */
    private static final Duration SLOW_START = Duration.ofSeconds(5);

    private static final Duration OUTPUT_TIMEOUT = Duration.ofSeconds(1);

    /** The axon registers its health check when it listens. */
    private static final String AXON = "(&(objectClass=org.apache.felix.hc.api.HealthCheck)(hc.name=axon))";

    private final HostOutput output;
    private final StopWatchdog watchdog;
    private final Framework framework;
    private final CountDownLatch axonListens = new CountDownLatch(1);
    private volatile boolean isJvmStopping;
    private volatile boolean isFrameworkStopping;

    /**
     * @param properties properties of the framework
     * @param output closed when the framework has stopped
     */
    public HostFramework(Map<String, String> properties, HostOutput output) {
        this.output = output;
        try {
            watchdog = new StopWatchdog(Duration.ofSeconds(Integer.getInteger(STOP_PROPERTY, STOP_SECONDS)), output);
            framework = new FrameworkFactory().newFramework(properties);
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "weir stop"));
        } catch (RuntimeException | Error e) {
            // The process ends; the message about it is printed after this.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> output.close(OUTPUT_TIMEOUT)));
            throw e;
        }
    }

    /**
     * Runs the host; returns when the JVM is stopping.
     *
     * @throws WeirException if the host does not start, or stops by itself
     */
    public void run(Assembly assembly) {
        try {
            start(assembly);
            framework.waitForStop(0);
        } catch (BundleException | InterruptedException | InvalidSyntaxException e) {
            failUnlessStopping(WeirException.failed(
                    "the framework did not start", "Correct the cause and start the host again.", e));
        } catch (WeirException | IllegalStateException e) {
            failUnlessStopping(e);
        }
        failUnlessStopping(
                WeirException.failed("the host has stopped by itself", "The log lines above give the reason."));
    }

    private void start(Assembly assembly) throws BundleException, InterruptedException, InvalidSyntaxException {
        framework.init();
        BundleContext context = framework.getBundleContext();
        context.addBundleListener((SynchronousBundleListener) this::bundleChanged);
        context.addServiceListener((AllServiceListener) this::axonChanged, AXON);
        SystemBundles bundles = SystemBundles.install(context, assembly);
        framework.start();
        if (!isFrameworkStopping) {
            bundles.requireStarted();
            awaitAxon(bundles);
        }
    }

    /** A stop during the start fails it in many places; that is no failure of the host. */
    private void failUnlessStopping(RuntimeException failure) {
        if (!isJvmStopping) {
            throw failure;
        }
    }

    private void awaitAxon(SystemBundles bundles) throws InterruptedException {
        if (axonListens.await(SLOW_START.toSeconds(), TimeUnit.SECONDS)) {
            return;
        }
        bundles.requireUndamaged();
        if (!axonListens.await(START_TIMEOUT.minus(SLOW_START).toSeconds(), TimeUnit.SECONDS)) {
            throw WeirException.failed(
                    "the axon does not listen " + START_TIMEOUT.toSeconds() + " s after the start",
                    "The log lines above give the reason.");
        }
    }

    private void axonChanged(ServiceEvent event) {
        if (event.getType() == ServiceEvent.REGISTERED) {
            axonListens.countDown();
        }
    }

    private void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
            isFrameworkStopping = true;
            watchdog.stopBegins();
            axonListens.countDown(); // ends the wait for it
        }
    }

    private void stop() {
        isJvmStopping = true;
        watchdog.stopBegins();
        try {
            framework.stop();
            framework.waitForStop(0);
        } catch (BundleException e) {
            output.printError("weir: the framework did not stop: " + WeirException.describe(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            output.close(OUTPUT_TIMEOUT);
        }
    }
}
