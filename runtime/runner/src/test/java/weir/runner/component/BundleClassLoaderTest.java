package weir.runner.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import weir.scripted.Scripted;
import weir.strategy.RebalanceStrategy;

class BundleClassLoaderTest {

    private static byte[] jar(boolean isMultiRelease, Map<String, byte[]> entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (isMultiRelease) {
            manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }

    private static String text(BundleClassLoader loader, String name) throws IOException {
        try (InputStream in = loader.getResourceAsStream(name)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Map<String, byte[]> versions() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("META-INF/versions/17/a.txt", bytes("17"));
        entries.put("META-INF/versions/9/a.txt", bytes("9"));
        entries.put("a.txt", bytes("base"));
        entries.put("META-INF/versions/99999/a.txt", bytes("later"));
        return entries;
    }

    @Test
    void newestVersionThatThisJdkRunsIsUsed() throws IOException {
        assertEquals("17", text(new BundleClassLoader(jar(true, versions())), "a.txt"));
        BundleClassLoader single = new BundleClassLoader(jar(false, versions()));
        assertEquals("base", text(single, "a.txt"));
        assertEquals("9", text(single, "META-INF/versions/9/a.txt"));
        assertNull(text(single, "b.txt"));
        assertEquals(1, Collections.list(single.getResources("a.txt")).size());
    }

    @Test
    void classesComeFromTheBundleAndTheApiFromThisProcess() throws Exception {
        String entry = Scripted.class.getName().replace('.', '/') + ".class";
        byte[] code;
        try (InputStream in = Scripted.class.getClassLoader().getResourceAsStream(entry)) {
            code = in.readAllBytes();
        }
        String copied = RebalanceStrategy.class.getName().replace('.', '/') + ".class";
        BundleClassLoader loader =
                new BundleClassLoader(jar(false, Map.of(entry, code, copied, bytes("a copy of the API"))));
        Class<?> loaded = loader.loadClass(Scripted.class.getName());
        assertSame(loader, loaded.getClassLoader());
        assertNotSame(Scripted.class, loaded);
        assertSame(loaded, loader.loadClass(Scripted.class.getName()));
        assertSame(RebalanceStrategy.class, loader.loadClass(RebalanceStrategy.class.getName()));
        String message = assertThrows(ClassNotFoundException.class, () -> loader.loadClass("weir.runner.Runner"))
                .getMessage();
        assertTrue(message.startsWith("weir.runner.Runner is neither in the bundle nor in the JDK"), message);
    }

    @Test
    void jarThatUnpacksToTooMuchIsRejected() throws IOException {
        byte[] half = new byte[BundleClassLoader.MAX_UNPACKED_MIB << 19];
        new BundleClassLoader(jar(false, Map.of("a", half, "b", half)));
        byte[] tooLarge = jar(false, Map.of("a", half, "b", half, "c", new byte[1]));
        assertTrue(tooLarge.length < half.length);
        String message = assertThrows(IOException.class, () -> new BundleClassLoader(tooLarge))
                .getMessage();
        assertTrue(message.startsWith("the JAR unpacks to more than 24 MiB"), message);
    }
}
