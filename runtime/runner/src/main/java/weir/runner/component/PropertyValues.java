package weir.runner.component;

import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Properties as the methods of an annotation type, as the specification of Declarative Services, "Component Property Types", maps them. */
final class PropertyValues {

    private PropertyValues() {}

    /** Returns an instance of the annotation type. A property that is missing is 0, {@code false}, {@code null} or an empty array. */
    static Object as(Class<?> type, Map<String, Object> properties) {
        Map<String, Object> values = new HashMap<>();
        for (Method method : type.getDeclaredMethods()) {
            if (method.getParameterCount() == 0) {
                values.put(method.getName(), convert(properties.get(key(type, method)), method.getReturnType()));
            }
        }
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "annotationType" -> type;
            case "toString" -> "@" + type.getName() + values;
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> values.get(method.getName());
        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static String key(Class<?> type, Method method) {
        String prefix = "";
        try {
            prefix = String.valueOf(type.getDeclaredField("PREFIX_").get(null));
        } catch (ReflectiveOperationException e) {
            // Most types have none.
        }
        boolean isSingle =
                type.getDeclaredMethods().length == 1 && method.getName().equals("value");
        return prefix + (isSingle ? typeName(type) : methodName(method.getName()));
    }

    /** {@code SomeName} becomes {@code some.name}. */
    private static String typeName(Class<?> type) {
        return type.getSimpleName()
                .replaceAll("(\\p{Lower})(\\p{Upper})", "$1.$2")
                .toLowerCase(Locale.ROOT);
    }

    /** {@code $_$} becomes a dash, {@code _} a dot, {@code __} an underscore, {@code $$} a dollar sign, and {@code $} nothing. */
    private static String methodName(String name) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (name.startsWith("$_$", i)) {
                key.append('-');
                i += 2;
            } else if (name.startsWith("$$", i) || name.startsWith("__", i)) {
                key.append(name.charAt(i));
                i++;
            } else if (name.charAt(i) == '_') {
                key.append('.');
            } else if (name.charAt(i) != '$') {
                key.append(name.charAt(i));
            }
        }
        return key.toString();
    }

    private static Object convert(Object value, Class<?> type) {
        List<Object> elements = elements(value);
        if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), elements.size());
            for (int i = 0; i < elements.size(); i++) {
                Array.set(array, i, convertOne(elements.get(i), type.getComponentType()));
            }
            return array;
        }
        return convertOne(elements.isEmpty() ? null : elements.get(0), type);
    }

    private static List<Object> elements(Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof Object[] array ? new ArrayList<>(Arrays.asList(array)) : List.of(value);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object convertOne(Object value, Class<?> type) {
        if (type == boolean.class) {
            return value instanceof Number number
                    ? number.doubleValue() != 0
                    : Boolean.parseBoolean(String.valueOf(value));
        }
        if (type == char.class) {
            String text = value == null ? "" : value.toString();
            return text.isEmpty() ? '\0' : text.charAt(0);
        }
        if (type.isPrimitive()) {
            return number(value, type);
        }
        if (value == null || type == String.class) {
            return value == null ? null : value.toString();
        }
        if (type.isEnum()) {
            return Enum.valueOf((Class<? extends Enum>) type, value.toString());
        }
        throw new IllegalArgumentException("a property of the type " + type.getName()
                + " is not supported in a child process; use text, numbers, booleans, enums and arrays of them");
    }

    private static Object number(Object value, Class<?> type) {
        Number number = value == null ? 0 : value instanceof Number given ? given : parse(value.toString(), type);
        return switch (type.getName()) {
            case "byte" -> number.byteValue();
            case "short" -> number.shortValue();
            case "int" -> number.intValue();
            case "long" -> number.longValue();
            case "float" -> number.floatValue();
            default -> number.doubleValue();
        };
    }

    private static Number parse(String text, Class<?> type) {
        return type == float.class || type == double.class ? Double.valueOf(text) : Long.valueOf(text);
    }

    static boolean isSupported(Class<?> type) {
        return type.isAnnotation() || type == Map.class;
    }

    /** The value for a parameter or field of an annotation type or {@code Map}. */
    static Object argument(Class<?> type, Map<String, Object> properties) {
        if (type == Map.class) {
            return Map.copyOf(properties);
        }
        if (!Annotation.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException("it wants " + type.getName()
                    + ", which a child process does not provide; use an annotation type or Map<String, Object>");
        }
        return as(type, properties);
    }
}
