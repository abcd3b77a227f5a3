package weir.runner.component;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.isolation.frame.FrameReader;
import weir.isolation.frame.PropertyCodec;
import weir.strategy.RebalanceStrategy;

/**
 * An activated component.
 *
 * @param strategy the object
 * @param component how further instances are created
 * @param properties of the component
 */
public record ComponentInstance(RebalanceStrategy strategy, Component component, Map<String, Object> properties) {

    /**
     * A loaded class and what its description says.
     *
     * @param activate name of the method that is called first; empty for none
     * @param deactivate name of the method that ends it; empty for none
     * @param parameters number of the constructor's parameters
     * @param fields names of the activation fields
     */
    record Component(Class<?> type, String activate, String deactivate, int parameters, List<String> fields) {}

    private static final int MAX_NAME_BYTES = 65_536;
    private static final int MAX_FIELDS = 1_000;
    private static final int MAX_JAR_BYTES = 12 << 20;

    /** Reason of a deactivation: the component is disposed of. */
    private static final int DISPOSED = 6;

    /**
     * Creates and activates a component.
     *
     * @param from names of the class and of the methods for activation and deactivation, number of the constructor's parameters, names of
     *     the activation fields, properties, JAR
     * @throws Throwable what the strategy throws, or an exception that says what this process does not support
     */
    public static ComponentInstance create(FrameReader from) throws Throwable {
        String className = from.text("class", MAX_NAME_BYTES);
        String activate = from.text("activate", MAX_NAME_BYTES);
        String deactivate = from.text("deactivate", MAX_NAME_BYTES);
        int parameters = from.int32("constructorParameters");
        List<String> fields = from.list("fields", MAX_FIELDS, each -> each.text("field", MAX_NAME_BYTES));
        Map<String, Object> properties = PropertyCodec.read(from);
        byte[] jar = from.bytes("jar", MAX_JAR_BYTES);
        from.end();
        return create(new Component(load(className, jar), activate, deactivate, parameters, fields), properties);
    }

    /**
     * Creates and activates another instance of the same class.
     *
     * @param from properties
     * @throws Throwable as {@link #create(FrameReader)}
     */
    public ComponentInstance createAnother(FrameReader from) throws Throwable {
        Map<String, Object> others = PropertyCodec.read(from);
        from.end();
        return create(component, others);
    }

    private static ComponentInstance create(Component component, Map<String, Object> properties) throws Throwable {
        Class<?> type = component.type();
        try {
            Constructor<?> constructor = constructor(type, component.parameters());
            Object created = constructor.newInstance(arguments(constructor.getParameterTypes(), properties));
            for (String name : component.fields()) {
                Field field = field(type, name);
                field.setAccessible(true);
                field.set(created, PropertyValues.argument(field.getType(), properties));
            }
            if (!(created instanceof RebalanceStrategy strategy)) {
                throw new IllegalArgumentException(type.getName() + " is not a RebalanceStrategy");
            }
            ComponentInstance instance = new ComponentInstance(strategy, component, properties);
            instance.invoke(component.activate());
            return instance;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Class<?> load(String className, byte[] jar) throws ClassNotFoundException, IOException {
        return Class.forName(className, true, new BundleClassLoader(jar));
    }

    /** The constructor with this number of parameters, all of which can be provided. */
    private static Constructor<?> constructor(Class<?> type, int parameters) {
        List<Constructor<?>> fitting = Arrays.stream(type.getConstructors())
                .<Constructor<?>>map(each -> each)
                .filter(each -> each.getParameterCount() == parameters)
                .toList();
        return fitting.stream()
                .filter(each -> Arrays.stream(each.getParameterTypes()).allMatch(PropertyValues::isSupported))
                .findFirst()
                .or(() -> fitting.stream().findFirst())
                .orElseThrow(() -> new IllegalArgumentException(
                        type.getName() + " has no public constructor with " + parameters + " parameters"));
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            Optional<Field> found = Arrays.stream(each.getDeclaredFields())
                    .filter(field -> field.getName().equals(name))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new NoSuchFieldException(name);
    }

    /** Calls the strategy's method for the end of the component. */
    public void deactivate() throws Throwable {
        try {
            invoke(component.deactivate());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void invoke(String name) throws ReflectiveOperationException {
        if (name.isEmpty()) {
            return;
        }
        for (Class<?> each = strategy.getClass(); each != null; each = each.getSuperclass()) {
            Optional<Method> found = Arrays.stream(each.getDeclaredMethods())
                    .filter(method -> method.getName().equals(name) && !method.isBridge())
                    .findFirst();
            if (found.isPresent()) {
                Method method = found.get();
                method.setAccessible(true);
                method.invoke(strategy, arguments(method.getParameterTypes(), properties));
                return;
            }
        }
    }

    private static Object[] arguments(Class<?>[] types, Map<String, Object> properties) {
        return Arrays.stream(types)
                .map(type -> type == int.class || type == Integer.class
                        ? DISPOSED
                        : PropertyValues.argument(type, properties))
                .toArray();
    }
}
