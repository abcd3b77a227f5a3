package weir.installer.internal.permission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weir.fixtures.JarBuilder;
import weir.installer.internal.policy.JarContent;
import weir.installer.verify.Permission;

/** The classes are compiled by the test's own compiler and never run. */
@SuppressWarnings({"unused", "removal", "resource"})
class PermissionScanTest {

    @TempDir
    Path directory;

    private static final class Network {
        Object use() throws IOException {
            return new URL("https://example.org").openStream();
        }
    }

    private static final class FilesOfTheHost {
        String use() throws IOException {
            return Files.readString(Path.of("/etc/passwd"));
        }
    }

    private static final class OtherProcess {
        Object use() throws IOException {
            return new ProcessBuilder("ls").start();
        }
    }

    private static final class RuntimeExec {
        Object use() throws IOException {
            return Runtime.getRuntime().exec(new String[] {"ls"});
        }
    }

    private static final class NativeMemory {
        Object use() {
            return java.nio.ByteBuffer.allocateDirect(8);
        }
    }

    private static final class MethodHandle {
        Object use() throws ReflectiveOperationException {
            return MethodHandles.lookup().findStatic(System.class, "gc", null);
        }
    }

    private static final class FoundMethod {
        Object use() throws ReflectiveOperationException {
            return String.class.getMethod("length").invoke("");
        }
    }

    private static final class ByName {
        Object use() throws ReflectiveOperationException {
            return Class.forName("java.lang.System");
        }
    }

    private static final class MyThread extends Thread {}

    private static final class StartsOwnThread {
        void use() {
            new MyThread().start();
        }
    }

    private static final class ParallelStream {
        Object use(ArrayList<String> list) {
            return list.parallelStream().toList();
        }
    }

    private static final class MyList extends ArrayList<String> {}

    private static final class InheritedParallelStream {
        Object use() {
            return new MyList().parallelStream();
        }
    }

    private static final class ParallelReduction {
        Object use(ConcurrentHashMap<String, String> map) {
            map.forEach(1, (key, value) -> {});
            return map;
        }
    }

    private static final class MethodReference {
        Supplier<Thread> use() {
            return Thread::new;
        }
    }

    private static final class Wait {
        void use(List<String> list) throws InterruptedException {
            list.wait();
        }
    }

    private static final class Pool {
        Object field = ForkJoinPool.commonPool();
    }

    private static final class Loader {
        Object use() {
            return getClass().getClassLoader();
        }
    }

    private static final class Deserialization {
        Object use() throws Exception {
            return new ObjectInputStream(new ByteArrayInputStream(new byte[0])).readObject();
        }
    }

    private static final class Environment {
        Object use() {
            return System.getenv("HOME");
        }
    }

    private static final class Property {
        boolean use() {
            return Boolean.getBoolean("x");
        }
    }

    private static final class Output {
        Object field = System.out;
    }

    private static final class Now {
        Object use() {
            return Instant.now();
        }
    }

    private static final class Unseeded {
        Object use() {
            return new Random();
        }
    }

    private static final class Sound {
        Object use() {
            return javax.sound.sampled.AudioFormat.Encoding.ALAW;
        }
    }

    private record Case(Permission expected, List<Class<?>> classes) {

        static Case of(Permission expected, Class<?>... classes) {
            return new Case(expected, List.of(classes));
        }
    }

    private static Stream<Case> uses() {
        return Stream.of(
                Case.of(Permission.NETWORK, Network.class),
                Case.of(Permission.FILES, FilesOfTheHost.class),
                Case.of(Permission.PROCESS, OtherProcess.class),
                Case.of(Permission.NATIVE, NativeMemory.class),
                Case.of(Permission.REFLECTION, MethodHandle.class),
                Case.of(Permission.REFLECTION, FoundMethod.class),
                Case.of(Permission.CLASSLOADING, ByName.class),
                Case.of(Permission.THREADS, StartsOwnThread.class, MyThread.class),
                Case.of(Permission.THREADS, ParallelStream.class),
                Case.of(Permission.THREADS, InheritedParallelStream.class, MyList.class),
                Case.of(Permission.THREADS, ParallelReduction.class),
                Case.of(Permission.THREADS, MethodReference.class),
                Case.of(Permission.THREADS, Wait.class),
                Case.of(Permission.THREADS, Pool.class),
                Case.of(Permission.CLASSLOADING, Loader.class),
                Case.of(Permission.SERIALIZATION, Deserialization.class),
                Case.of(Permission.ENVIRONMENT, Environment.class),
                Case.of(Permission.ENVIRONMENT, Property.class),
                Case.of(Permission.ENVIRONMENT, Output.class),
                Case.of(Permission.CLOCK, Now.class),
                Case.of(Permission.RANDOM, Unseeded.class),
                Case.of(Permission.OTHER, Sound.class),
                // A class of another plugin, because the JAR does not contain it.
                Case.of(Permission.OTHER, InheritedParallelStream.class));
    }

    @ParameterizedTest
    @MethodSource("uses")
    void useOfTheJdkIsFoundWithItsPlace(Case use) throws Exception {
        Map<Permission, String> found = ScannedClasses.scan(directory, use.classes());
        assertEquals(Set.of(use.expected()), found.keySet(), found::toString);
        assertTrue(
                found.get(use.expected())
                        .matches(
                                "weir/installer/internal/permission/PermissionScanTest\\$\\w+\\.class (uses|extends) [\\w.$<>]+"),
                found::toString);
    }

    @Test
    void processesOfTheRuntimeAreTwoPermissions() throws Exception {
        assertEquals(
                EnumSet.of(Permission.PROCESS, Permission.ENVIRONMENT),
                ScannedClasses.scan(directory, List.of(RuntimeExec.class)).keySet());
    }

    /** The class comes from the bundle that exports its package. */
    @Test
    void classOfAnImportedPackageCountsAsOneOfAnotherPlugin() throws Exception {
        JarBuilder jar = ScannedClasses.jar(List.of(InheritedParallelStream.class, MyList.class))
                .header("Import-Package", "weir.installer.internal.permission");
        assertEquals(
                Set.of(Permission.OTHER),
                JarContent.read(jar.writeTo(directory.resolve("a.jar")))
                        .scan()
                        .found()
                        .keySet());
    }

    @Test
    void classesOfMultiReleaseJarsAreScanned() throws Exception {
        JarBuilder jar = new JarBuilder()
                .header("Bundle-ManifestVersion", "2")
                .entry(
                        "META-INF/versions/11/" + ScannedClasses.path(Network.class),
                        ScannedClasses.bytes(Network.class));
        assertEquals(
                Set.of(Permission.NETWORK),
                JarContent.read(jar.writeTo(directory.resolve("a.jar")))
                        .scan()
                        .found()
                        .keySet());
    }
}
