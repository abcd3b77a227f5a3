package weir.testkit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Creates the parameters that the host passes to a strategy's constructor: an instance of its component property type.
 *
 * <pre>{@code
 * new RangeFollower(Parameters.of(RangeFollower.Config.class, Map.of("halfWidth", 500)))
 * }</pre>
 */
public final class Parameters {

    private Parameters() {}

    /** Parameters with their default values. */
    public static <A extends Annotation> A of(Class<A> type) {
        return of(type, Map.of());
    }

    /**
     * Parameters with some values set and defaults for the others.
     *
     * @param type the component property type, for example {@code Config.class}
     * @param values parameter name to value; numbers are converted to the parameter's type as the host does
     * @throws IllegalArgumentException if a name is not a parameter, a value has the wrong type, or a parameter without
     *     a default has no value
     */
    public static <A extends Annotation> A of(Class<A> type, Map<String, ?> values) {
        Map<String, Object> resolved = new TreeMap<>();
        for (Method parameter : type.getDeclaredMethods()) {
            Object value = values.get(parameter.getName());
            resolved.put(parameter.getName(), value == null ? defaultOf(parameter) : convert(parameter, value));
        }
        Set<String> names = resolved.keySet();
        values.keySet().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            type.getName() + " has no parameter \"" + name + "\"; it has " + String.join(", ", names));
                });
        Object proxy = Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getDeclaringClass() == type
                        ? resolved.get(method.getName())
                        : asAnnotation(self, method, arguments, type, resolved));
        return type.cast(proxy);
    }

    private static Object defaultOf(Method parameter) {
        if (parameter.getDefaultValue() == null) {
            throw new IllegalArgumentException("parameter \"" + parameter.getName() + "\" has no default; set a value");
        }
        return parameter.getDefaultValue();
    }

    private static Object convert(Method parameter, Object value) {
        Class<?> wanted = parameter.getReturnType();
        if (value instanceof Number number && wanted.isPrimitive()) {
            if (wanted == double.class) return number.doubleValue();
            if (wanted == float.class) return number.floatValue();
            try {
                BigDecimal exact = new BigDecimal(number.toString());
                if (wanted == int.class) return exact.intValueExact();
                if (wanted == long.class) return exact.longValueExact();
                if (wanted == short.class) return exact.shortValueExact();
                if (wanted == byte.class) return exact.byteValueExact();
            } catch (ArithmeticException | NumberFormatException e) {
                // Reported below: the host rejects such a value, too.
            }
        }
        if (wanted.isInstance(value)
                || wanted == boolean.class && value instanceof Boolean
                || wanted == char.class && value instanceof Character) {
            return value;
        }
        throw new IllegalArgumentException("parameter \"" + parameter.getName() + "\" is of type "
                + wanted.getSimpleName() + ", not " + value.getClass().getSimpleName() + " " + value);
    }

    /** The four methods that every annotation has besides its parameters. */
    private static Object asAnnotation(
            Object self, Method method, Object[] arguments, Class<?> type, Map<String, Object> resolved) {
        return switch (method.getName()) {
            case "annotationType" -> type;
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "@" + type.getName() + resolved;
        };
    }
}
