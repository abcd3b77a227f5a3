package weir.installer.internal.permission;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import weir.fixtures.JarBuilder;
import weir.installer.internal.policy.JarContent;
import weir.installer.verify.Permission;

/** JAR files with classes of tests. */
final class ScannedClasses {

    private ScannedClasses() {}

    /** Returns the permissions that classes need, with the first use of each. */
    static Map<Permission, String> scan(Path directory, List<Class<?>> classes) throws Exception {
        return JarContent.read(jar(classes).writeTo(directory.resolve("a.jar")))
                .scan()
                .found();
    }

    static JarBuilder jar(List<Class<?>> classes) throws IOException {
        JarBuilder jar = new JarBuilder().header("Bundle-ManifestVersion", "2");
        for (Class<?> type : classes) {
            jar.entry(path(type), bytes(type));
        }
        return jar;
    }

    static String path(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    static byte[] bytes(Class<?> type) throws IOException {
        return type.getClassLoader().getResourceAsStream(path(type)).readAllBytes();
    }
}
