package weir.sample;

import java.util.concurrent.CountDownLatch;

/** What a careless strategy leaves behind, each kind once; run by reflection from an installed bundle. */
public final class Leaky {

    /** Keeps this class's loader alive where it hangs. */
    private static final class Trace {}

    private Leaky() {}

    /** A thread that nobody ends; interrupt it to end it. */
    public static Thread thread() {
        Thread thread = new Thread(Leaky::waitForever, "forgotten");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A value on the caller's thread. */
    public static ThreadLocal<Object> local() {
        ThreadLocal<Object> local = new ThreadLocal<>();
        local.set(new Trace());
        return local;
    }

    /** A value in a map of the JVM's own. */
    public static Object cache() {
        return System.getProperties().put("weir.sample.trace", new Trace());
    }

    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
