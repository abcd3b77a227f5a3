package weir.leaky;

import java.util.concurrent.CountDownLatch;

/** Objects that a careless strategy leaves behind; called by reflection from an installed bundle. */
public final class Leaky {

    /** References this class's loader. */
    private static final class Trace {}

    private Leaky() {}

    /** A thread that ends only when it is interrupted. */
    public static Thread thread() {
        Thread thread = new Thread(Leaky::waitForever, "forgotten");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A ThreadLocal of the caller's thread. */
    public static ThreadLocal<Object> local() {
        ThreadLocal<Object> local = new ThreadLocal<>();
        local.set(new Trace());
        return local;
    }

    /** A value in a static map of the JVM. */
    public static Object cache() {
        return System.getProperties().put("weir.leaky.trace", new Trace());
    }

    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
