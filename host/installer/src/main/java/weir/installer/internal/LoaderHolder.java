package weir.installer.internal;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.wiring.BundleWiring;

/** What kind of thing keeps a plugin's class loader from being freed. It remembers names only, never a class. */
final class LoaderHolder {

    private static final Optional<Locals> LOCALS = locals();

    private final Set<String> packages;

    LoaderHolder(BundleWiring wiring) {
        this.packages =
                wiring
                        .listResources(
                                "/", "*.class", BundleWiring.LISTRESOURCES_RECURSE | BundleWiring.LISTRESOURCES_LOCAL)
                        .stream()
                        .map(resource ->
                                packageOf(resource.replace(".class", "").replace('/', '.')))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** The holder's kind, and what to do about it. */
    String of(ClassLoader loader) {
        Map<Thread, StackTraceElement[]> threads = Thread.getAllStackTraces();
        return threads.entrySet().stream()
                .flatMap(entry -> byThread(entry.getKey(), entry.getValue(), loader).stream())
                .findFirst()
                .or(() -> threads.keySet().stream()
                        .flatMap(thread -> byThreadLocal(thread, loader).stream())
                        .findFirst())
                .orElse(
                        LOCALS.isPresent()
                                ? "a static cache holds it, or something registered for good (a shutdown hook, an MBean, a driver);"
                                        + " undo in @Deactivate what the strategy registered outside of itself"
                                : "a static cache or a ThreadLocal holds it; undo in @Deactivate what the strategy left outside of"
                                        + " itself (--add-opens java.base/java.lang=ALL-UNNAMED tells the two apart)");
    }

    private Optional<String> byThread(Thread thread, StackTraceElement[] stack, ClassLoader loader) {
        boolean own =
                thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader;
        return Arrays.stream(stack)
                .filter(frame -> packages.contains(packageOf(frame.getClassName())))
                .map(frame -> ", in " + frame)
                .findFirst()
                .or(() -> own ? Optional.of("") : Optional.empty())
                .map(where -> "a thread holds it, '" + thread.getName() + "'" + where
                        + "; end the strategy's threads in @Deactivate");
    }

    private static Optional<String> byThreadLocal(Thread thread, ClassLoader loader) {
        return values(thread)
                .filter(value -> value.getClass().getClassLoader() == loader)
                .findFirst()
                .map(value -> "a ThreadLocal of thread '" + thread.getName() + "' holds it, with a "
                        + value.getClass().getName() + "; call ThreadLocal.remove where it was set");
    }

    /** The thread's ThreadLocals and their values, as far as this JVM lets itself be looked into. */
    private static Stream<Object> values(Thread thread) {
        try {
            if (LOCALS.isEmpty()) {
                return Stream.empty();
            }
            Object table = LOCALS.get().table(thread);
            Stream.Builder<Object> values = Stream.builder();
            for (int i = 0; table != null && i < Array.getLength(table); i++) {
                Object entry = Array.get(table, i);
                if (entry != null) {
                    Object value = LOCALS.get().value().get(entry);
                    if (value != null) {
                        values.add(value);
                    }
                }
            }
            return values.build();
        } catch (ReflectiveOperationException e) {
            return Stream.empty();
        }
    }

    private static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }

    /** The fields behind ThreadLocal, where {@code java.lang} is opened to us. */
    private record Locals(Field map, Field entries, Field value) {
        Object table(Thread thread) throws ReflectiveOperationException {
            Object locals = map.get(thread);
            return locals == null ? null : entries.get(locals);
        }
    }

    private static Optional<Locals> locals() {
        try {
            Field map = Thread.class.getDeclaredField("threadLocals");
            Field table = Class.forName("java.lang.ThreadLocal$ThreadLocalMap").getDeclaredField("table");
            Field value =
                    Class.forName("java.lang.ThreadLocal$ThreadLocalMap$Entry").getDeclaredField("value");
            boolean open = map.trySetAccessible() && table.trySetAccessible() && value.trySetAccessible();
            return open ? Optional.of(new Locals(map, table, value)) : Optional.empty();
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}
