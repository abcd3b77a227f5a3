package weir.installer.internal.unload;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Finds the cause that keeps a plugin's class loader in memory. Stores only names of packages, because a class would keep the loader,
 * too.
 */
final class LeakCause {

    /**
     * The JDK's private fields of ThreadLocals: a thread's map, a map's table, an entry's value. Empty if java.lang is not opened to this
     * class.
     */
    private static final List<Field> THREAD_LOCAL_FIELDS = threadLocalFields();

    private final Set<String> packages;

    LeakCause(BundleWiring wiring) {
        int options = BundleWiring.LISTRESOURCES_RECURSE | BundleWiring.LISTRESOURCES_LOCAL;
        this.packages = wiring.listResources("/", "*.class", options).stream()
                .map(resource -> packageOf(resource.replace(".class", "").replace('/', '.')))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the cause and the remedy. */
    String describe(ClassLoader loader) {
        Map<Thread, StackTraceElement[]> threads = Thread.getAllStackTraces();
        Stream<String> running = threads.entrySet().stream()
                .flatMap(thread -> describeRunningThread(thread.getKey(), thread.getValue(), loader).stream());
        Stream<String> threadLocals =
                threads.keySet().stream().flatMap(thread -> describeThreadLocal(thread, loader).stream());
        return Stream.concat(running, threadLocals)
                .findFirst()
                .orElse(
                        THREAD_LOCAL_FIELDS.isEmpty()
                                ? "a static cache or a ThreadLocal holds them; in @Deactivate, remove what the strategy stored outside"
                                        + " of itself (start with --add-opens java.base/java.lang=ALL-UNNAMED to tell them apart)"
                                : "a static cache or a registration (a shutdown hook, an MBean, a driver) holds them;"
                                        + " in @Deactivate, remove what the strategy registered outside of itself");
    }

    private Optional<String> describeRunningThread(Thread thread, StackTraceElement[] stack, ClassLoader loader) {
        Optional<String> ownFrame = Arrays.stream(stack)
                .filter(frame -> packages.contains(packageOf(frame.getClassName())))
                .map(frame -> ", in " + frame)
                .findFirst();
        boolean belongsToPlugin =
                thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader;
        return ownFrame.or(() -> belongsToPlugin ? Optional.of("") : Optional.empty())
                .map(location -> "a running thread holds them, '" + thread.getName() + "'" + location
                        + "; end the strategy's threads in @Deactivate");
    }

    private static Optional<String> describeThreadLocal(Thread thread, ClassLoader loader) {
        return threadLocalValues(thread).stream()
                .filter(value -> value.getClass().getClassLoader() == loader)
                .findFirst()
                .map(value -> "a ThreadLocal of thread '" + thread.getName() + "' holds them, with a "
                        + value.getClass().getName() + "; call ThreadLocal.remove on the thread that set it");
    }

    private static List<Object> threadLocalValues(Thread thread) {
        List<Object> values = new ArrayList<>();
        try {
            Object map = THREAD_LOCAL_FIELDS.isEmpty()
                    ? null
                    : THREAD_LOCAL_FIELDS.get(0).get(thread);
            Object table = map == null ? null : THREAD_LOCAL_FIELDS.get(1).get(map);
            for (int i = 0; table != null && i < Array.getLength(table); i++) {
                Object entry = Array.get(table, i);
                Object value = entry == null ? null : THREAD_LOCAL_FIELDS.get(2).get(entry);
                if (value != null) {
                    values.add(value);
                }
            }
            return values;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("threadLocalFields() has made the fields accessible", e);
        }
    }

    private static List<Field> threadLocalFields() {
        try {
            String map = "java.lang.ThreadLocal$ThreadLocalMap";
            List<Field> fields = List.of(
                    Thread.class.getDeclaredField("threadLocals"),
                    Class.forName(map).getDeclaredField("table"),
                    Class.forName(map + "$Entry").getDeclaredField("value"));
            return fields.stream().allMatch(Field::trySetAccessible) ? fields : List.of();
        } catch (ReflectiveOperationException e) {
            return List.of();
        }
    }

    private static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }
}
