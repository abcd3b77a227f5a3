package weir.installer.internal.permission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weir.installer.internal.permission.ClassMembers.Member;

class PermissionRulesTest {

    private static final PermissionRules RULES = PermissionRules.JDK;

    /** Objects of these types are harmless without the methods that need a permission. */
    private static final Set<String> HARMLESS = Set.of(
            "java/lang/Class",
            "java/lang/Thread",
            // Of the bootstrap methods, which the JVM calls.
            "java/lang/invoke/CallSite",
            // Results of describeConstable() and resolveConstantDesc(): descriptions, which are no handles.
            "java/lang/constant/DynamicConstantDesc",
            // An old way to format dates without reading the clock.
            "java/util/Calendar",
            "java/util/Date",
            "java/util/TimeZone");

    /** Otherwise a pure class could get at a class loader, a file or a method handle without naming a method that needs a permission. */
    @Test
    void pureMethodsReturnPureTypes() throws Exception {
        List<String> doors = new ArrayList<>();
        for (Class<?> type : jdkClasses()) {
            for (Method method : type.getDeclaredMethods()) {
                String returned = internalName(method.getReturnType());
                if (isVisible(method)
                        && isPure(type, method)
                        && !HARMLESS.contains(returned)
                        && RULES.ofType(returned).isPresent()) {
                    doors.add(type.getName() + "." + method.getName() + " returns " + returned);
                }
            }
        }
        assertEquals(List.of(), doors);
    }

    /** A typing error would give a member the rule of its class. */
    @Test
    void eachNameOfTheRulesExists() throws Exception {
        List<String> missing = new ArrayList<>();
        for (String line : lines()) {
            String[] words = line.split(" ");
            for (int i = 2; i < words.length && !line.contains(" weir.") && !line.contains(" org."); i++) {
                if (!exists(words[1], words[i])) {
                    missing.add(words[1] + " " + words[i]);
                }
            }
        }
        boolean isComplete = Runtime.version().feature() >= 25;
        assertTrue(isComplete ? missing.isEmpty() : missing.size() < 8, missing::toString);
    }

    private static List<String> lines() throws IOException {
        try (var in = PermissionRules.class.getResourceAsStream("permissions.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static boolean exists(String packageName, String name) {
        if (name.equals("*")) {
            return true;
        }
        int dot = name.indexOf('.');
        try {
            Class<?> type = Class.forName(
                    packageName + "." + (dot < 0 ? name : name.substring(0, dot)),
                    false,
                    ClassLoader.getPlatformClassLoader());
            String member = dot < 0 ? "" : name.substring(dot + 1);
            Stream<String> members = Stream.concat(
                    Arrays.stream(type.getDeclaredMethods()).map(method -> method.getName() + descriptor(method)),
                    Arrays.stream(type.getDeclaredConstructors())
                            .map(constructor -> "<init>"
                                    + MethodType.methodType(void.class, constructor.getParameterTypes())
                                            .toMethodDescriptorString()));
            return dot < 0 || members.anyMatch(each -> each.startsWith(member));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** The public classes in the packages of java.base whose names begin with java. */
    private static List<Class<?>> jdkClasses() throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", "java.base", "java");
        try (Stream<Path> files = Files.walk(modules)) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".class"))::iterator) {
                String name = modules.getParent().relativize(file).toString().replaceFirst("\\.class$", "");
                Class<?> type = Class.forName(name.replace('/', '.'), false, null);
                if (Modifier.isPublic(type.getModifiers())) {
                    classes.add(type);
                }
            }
        }
        assertTrue(classes.size() > 1000, "only " + classes.size() + " classes");
        return classes;
    }

    private static boolean isVisible(Method method) {
        return !method.isSynthetic() && (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
    }

    private static boolean isPure(Class<?> type, Method method) {
        Member member = new Member(internalName(type), method.getName(), descriptor(method));
        return RULES.of(member).isEmpty();
    }

    private static String descriptor(Method method) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .toMethodDescriptorString();
    }

    private static String internalName(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.isPrimitive() ? "java/lang/Void" : element.getName().replace('.', '/');
    }
}
