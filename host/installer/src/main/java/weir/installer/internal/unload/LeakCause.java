package weir.installer.internal.unload;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.framework.wiring.BundleWiring;

/** Finds what keeps a plugin's class loader in memory. Stores the names of the plugin's packages only, never a class. */
final class LeakCause {

    private static final Optional<ThreadLocalFields> THREAD_LOCALS = ThreadLocalFields.open();

    private final Set<String> packages;

    LeakCause(BundleWiring wiring) {
        int options = BundleWiring.LISTRESOURCES_RECURSE | BundleWiring.LISTRESOURCES_LOCAL;
        this.packages = wiring.listResources("/", "*.class", options).stream()
                .map(resource -> packageOf(resource.replace(".class", "").replace('/', '.')))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The cause and the remedy. */
    String describe(ClassLoader loader) {
        Map<Thread, StackTraceElement[]> threads = Thread.getAllStackTraces();
        return threads.entrySet().stream()
                .flatMap(entry -> runningThread(entry.getKey(), entry.getValue(), loader).stream())
                .findFirst()
                .or(() -> threads.keySet().stream()
                        .flatMap(thread -> threadLocal(thread, loader).stream())
                        .findFirst())
                .orElse(
                        THREAD_LOCALS.isPresent()
                                ? "a static cache holds them, or a registration that was not undone (a shutdown hook, an MBean, a"
                                        + " driver); undo in @Deactivate what the strategy registered outside of itself"
                                : "a static cache or a ThreadLocal holds them; undo in @Deactivate what the strategy stored outside"
                                        + " of itself (start with --add-opens java.base/java.lang=ALL-UNNAMED to tell them apart)");
    }

    private Optional<String> runningThread(Thread thread, StackTraceElement[] stack, ClassLoader loader) {
        Optional<String> position = Arrays.stream(stack)
                .filter(frame -> packages.contains(packageOf(frame.getClassName())))
                .map(frame -> ", in " + frame)
                .findFirst();
        boolean isOwn =
                thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader;
        return position.or(() -> isOwn ? Optional.of("") : Optional.empty())
                .map(where -> "a running thread holds them, '" + thread.getName() + "'" + where
                        + "; end the strategy's threads in @Deactivate");
    }

    private static Optional<String> threadLocal(Thread thread, ClassLoader loader) {
        return THREAD_LOCALS.stream()
                .flatMap(fields -> fields.values(thread))
                .filter(value -> value.getClass().getClassLoader() == loader)
                .findFirst()
                .map(value -> "a ThreadLocal of thread '" + thread.getName() + "' holds them, with a "
                        + value.getClass().getName() + "; call ThreadLocal.remove on the thread that set it");
    }

    private static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }

    /** The JDK's private fields behind ThreadLocal. */
    private record ThreadLocalFields(Field map, Field table, Field value) {

        /** Empty if this JVM does not open {@code java.lang}. */
        static Optional<ThreadLocalFields> open() {
            try {
                String type = "java.lang.ThreadLocal$ThreadLocalMap";
                Field map = Thread.class.getDeclaredField("threadLocals");
                Field table = Class.forName(type).getDeclaredField("table");
                Field value = Class.forName(type + "$Entry").getDeclaredField("value");
                boolean isOpen = map.trySetAccessible() && table.trySetAccessible() && value.trySetAccessible();
                return isOpen ? Optional.of(new ThreadLocalFields(map, table, value)) : Optional.empty();
            } catch (ReflectiveOperationException e) {
                return Optional.empty();
            }
        }

        Stream<Object> values(Thread thread) {
            Object locals = read(map, thread);
            Object entries = locals == null ? null : read(table, locals);
            return IntStream.range(0, entries == null ? 0 : Array.getLength(entries))
                    .mapToObj(i -> Optional.ofNullable(Array.get(entries, i)))
                    .flatMap(Optional::stream)
                    .map(entry -> Optional.ofNullable(read(value, entry)))
                    .flatMap(Optional::stream);
        }

        private static Object read(Field field, Object owner) {
            try {
                return field.get(owner);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(field + " was made accessible", e);
            }
        }
    }
}
