package weir.itest.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;

/** Which JARs are on the class path of the host and of the commands. */
class ClassPathTest {

    private static final Path LIB = WeirCommand.INSTALLATION.resolve("lib");

    /** Private keys, the database driver, and bnd. */
    private static final List<String> FORBIDDEN = List.of("weir/keys/", "org/postgresql/", "aQute/bnd/");

    @TempDir
    Path folder;

    @Test
    void runningHostHasNoKeysNoDriverAndNoBnd() throws Exception {
        try (ChildHost host = ChildHost.start(folder.resolve("home"))) {
            Set<Path> jars = classPath(host.pid());
            assertTrue(
                    jars.stream().anyMatch(jar -> jar.getFileName().toString().startsWith("weir.launcher-")),
                    () -> "the class path of the host: " + jars);
            jars.forEach(ClassPathTest::assertNoForbiddenClasses);
        }
    }

    @Test
    void bundlesAndCommonLibrariesHaveNoKeysNoDriverAndNoBnd() throws IOException {
        for (Path folder : List.of(LIB.resolve("cli"), WeirCommand.INSTALLATION.resolve("system"))) {
            try (Stream<Path> jars = Files.list(folder)) {
                jars.forEach(ClassPathTest::assertNoForbiddenClasses);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "strategies", "route", "tail", "backtest", "sweep", "score", "version", "help"})
    void commandsHaveTheCommonLibrariesOnly(String command) throws Exception {
        assertEquals(commonLibraries(), libraries(command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "record-start"})
    void commandsThatSignHaveTheKeys(String command) throws Exception {
        assertEquals(commonLibraries() + ":" + LIB + "/keys/*", libraries(command));
    }

    @Test
    void historyHasTheDatabaseDriver() throws Exception {
        assertEquals(commonLibraries() + ":" + LIB + "/history/*", libraries("history"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "verify", "install", "trust", "repo", "search", "show"})
    void commandsThatShareHaveBnd(String command) throws Exception {
        assertEquals(commonLibraries() + ":" + LIB + "/share/*", libraries(command));
    }

    private static String commonLibraries() {
        return LIB + "/felix.main.jar:" + LIB + "/cli/*";
    }

    private static void assertNoForbiddenClasses(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            jar.stream()
                    .forEach(entry -> FORBIDDEN.forEach(
                            prefix -> assertFalse(entry.getName().startsWith(prefix), () -> entry + " in " + path)));
        } catch (IOException e) {
            throw new UncheckedIOException(path.toString(), e);
        }
    }

    /** The class path that a JVM has expanded. */
    private static Set<Path> classPath(long pid) throws Exception {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "VM.system_properties")
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, jcmd.waitFor(), output);
        String property = "java.class.path=";
        String value = output.lines()
                .filter(line -> line.startsWith(property))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output))
                .substring(property.length())
                .replace("\\:", ":")
                .replace("\\=", "=");
        Set<Path> jars = new TreeSet<>();
        Stream.of(value.split(File.pathSeparator)).map(Path::of).forEach(jars::add);
        return jars;
    }

    /** The class path that {@code bin/weir} gives to Java, which is replaced by a script that prints its arguments. */
    private String libraries(String command) throws Exception {
        Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17\"\n");
        ProcessBuilder builder = new ProcessBuilder(WeirCommand.SCRIPT.toString(), command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
        Process process = builder.start();
        List<String> arguments = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, process.waitFor(), arguments::toString);
        return arguments.get(arguments.indexOf("-cp") + 1);
    }
}
