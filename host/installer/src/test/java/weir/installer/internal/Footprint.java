package weir.installer.internal;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;

/**
 * What this JVM takes after a full collection.
 *
 * @param heap KiB
 * @param metaspace KiB
 * @param handles open file handles, 0 where the system does not tell
 */
record Footprint(long heap, long metaspace, int threads, long handles) {

    /** What a JVM fluctuates by on its own account. */
    private static final long SLACK = 8 << 10;

    private static final int FEW = 16;

    static Footprint now() {
        System.gc();
        return new Footprint(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10,
                ManagementFactory.getMemoryPoolMXBeans().stream()
                                .filter(pool -> pool.getName().equals("Metaspace"))
                                .map(MemoryPoolMXBean::getUsage)
                                .mapToLong(usage -> usage.getUsed())
                                .sum()
                        >> 10,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                        ? system.getOpenFileDescriptorCount()
                        : 0);
    }

    /** Whether it is no more than before, but for what comes and goes. */
    boolean isAsFlatAs(Footprint before) {
        return heap <= before.heap + SLACK
                && metaspace <= before.metaspace + SLACK
                && threads <= before.threads + FEW
                && handles <= before.handles + FEW;
    }

    @Override
    public String toString() {
        return "heap " + heap + " KiB, metaspace " + metaspace + " KiB, " + threads + " threads, " + handles
                + " handles";
    }
}
