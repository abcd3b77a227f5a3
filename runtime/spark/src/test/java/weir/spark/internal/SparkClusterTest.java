package weir.spark.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.embedded.ClusterEngine.Settings;

/** What the engine says before a sweep starts. */
class SparkClusterTest {

    @TempDir
    Path folder;

    /** The shell itself divides the line into words. */
    @Test
    void submitCommandIsALineForAShell() throws Exception {
        String line = new SparkCluster()
                .submitCommand(
                        List.of("sweep", "--param", "text='a b'$(id)*", "--master", "local[2]"),
                        new Settings(Optional.of("local[2]"), Optional.empty()));
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + line).start();
        List<String> words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(List.of("spark-submit", "--master", "local[2]", "--class", "weir.cli.Weir"), words.subList(0, 5));
        assertEquals(
                List.of("sweep", "--param", "text='a b'$(id)*", "--master", "local[2]"),
                words.subList(words.size() - 5, words.size()));
        List<String> jars = List.of(words.get(words.indexOf("--jars") + 1).split(","));
        assertTrue(jars.stream().anyMatch(jar -> jar.contains("picocli")), jars.toString());
        for (String jar : jars) {
            assertTrue(Files.isRegularFile(Path.of(jar)), jar);
        }
        String main = words.get(words.size() - 6);
        assertTrue(new File(main).isFile() && main.contains("weir.cli"), main);
        assertTrue(!jars.contains(main), "Spark warns about a JAR that it gets twice");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void newerJavaIsRefusedWithTheOnesToUse() {
        WeirException failure = assertThrows(WeirException.class, () -> new SparkCluster()
                .connect(null, new Settings(Optional.empty(), Optional.empty())));
        assertTrue(failure.getMessage().contains("does not run on Java 2"), failure.getMessage());
        assertTrue(failure.remedy().contains("Set JAVA_HOME to a JDK 17 or 21"), failure.remedy());
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_23)
    void unknownClusterAndRelativeSharedDirectoryAreUsageErrors() throws Exception {
        WeirException noMaster = assertThrows(WeirException.class, () -> new SparkCluster()
                .connect(null, new Settings(Optional.empty(), Optional.empty())));
        assertTrue(noMaster.remedy().contains("Give --master URL"), noMaster.remedy());
        try (SparkFixture fixture = new SparkFixture(folder)) {
            WeirException relative =
                    assertThrows(WeirException.class, () -> fixture.spark("local[1]", Optional.of("some/directory")));
            assertTrue(relative.remedy().contains("file:///mnt/weir"), relative.remedy());
            WeirException unknown = assertThrows(
                    WeirException.class, () -> fixture.spark("local[1]", Optional.of("s3a://bucket/weir")));
            assertTrue(unknown.getMessage().contains("S3AFileSystem not found"), unknown.getMessage());
            assertTrue(unknown.getMessage().contains("hadoop-aws 3."), unknown.getMessage());
        }
    }
}
