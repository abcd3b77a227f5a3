package weir.metrics.internal;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;

/** Memory, threads, garbage collection and CPU time of the JVM, with the names of the Prometheus client's own JVM metrics. */
final class JvmMetrics {

    private JvmMetrics() {}

    static void register(PrometheusRegistry registry) {
        memory(registry, "jvm_memory_used_bytes", "Used memory", MemoryUsage::getUsed);
        memory(registry, "jvm_memory_committed_bytes", "Memory that the JVM has reserved", MemoryUsage::getCommitted);
        memory(registry, "jvm_memory_max_bytes", "Largest size of the memory; -1 without a limit", MemoryUsage::getMax);
        gauge(registry, "jvm_threads_current", "Number of threads", () -> ManagementFactory.getThreadMXBean()
                .getThreadCount());
        gauge(
                registry,
                "process_start_time_seconds",
                "Start of the process since 1970",
                () -> ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        CounterWithCallback.builder()
                .name("jvm_gc_collection_seconds_total")
                .help("Duration of garbage collections")
                .labelNames("gc")
                .callback(series -> ManagementFactory.getGarbageCollectorMXBeans()
                        .forEach(gc -> series.call(seconds(gc), gc.getName())))
                .register(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            CounterWithCallback.builder()
                    .name("process_cpu_seconds_total")
                    .help("CPU time of the process")
                    .callback(series -> series.call(Math.max(0, system.getProcessCpuTime()) / 1e9))
                    .register(registry);
            gauge(registry, "process_open_fds", "Number of open files and sockets", system::getOpenFileDescriptorCount);
            gauge(registry, "process_max_fds", "Limit of open files and sockets", system::getMaxFileDescriptorCount);
        }
    }

    private static double seconds(GarbageCollectorMXBean gc) {
        return Math.max(0, gc.getCollectionTime()) / 1e3;
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(series -> series.call(value.getAsDouble()))
                .register(registry);
    }

    private static void memory(
            PrometheusRegistry registry, String name, String help, ToLongFunction<MemoryUsage> value) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("area")
                .callback(series -> {
                    series.call(value.applyAsLong(memory.getHeapMemoryUsage()), "heap");
                    series.call(value.applyAsLong(memory.getNonHeapMemoryUsage()), "nonheap");
                })
                .register(registry);
    }
}
