package weir.isolation.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.isolation.Level;
import weir.isolation.Placement;
import weir.runner.Children;

/** The check of {@code weir doctor}. */
class FenceCheckTest {

    @TempDir
    Path folder;

    @Test
    void commandOfTheOperatorIsTriedUntilAChildAnswers() throws Exception {
        assertEquals(Optional.empty(), problem("/bin/sh", "-c", "exec \"$@\"", "wrapper"));
        assertEquals(
                "its child process ended with exit code 3: no image",
                problem("/bin/sh", "-c", "echo no image >&2; sleep 0.3; exit 3").orElseThrow());
        assertTrue(problem("/no/such/wrapper").orElseThrow().startsWith("the program /no/such/wrapper does not start"));
    }

    private Optional<String> problem(String... wrapper) throws Exception {
        return FenceCheck.problem(
                new Placement("alice", "alice", Level.EXTERNAL, List.of(wrapper)),
                Children.settings(folder).classPath());
    }

    /** Other users could replace a file beside that directory. */
    @Test
    void filterIsWrittenIntoAPrivateDirectoryThatIsRemoved() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/bwrap")), "SKIPPED: bubblewrap is not installed");
        Path source =
                Files.createDirectories(folder.resolve("weir/runner/fence")).resolve("FilterFile.java");
        Files.writeString(
                source,
                """
                package weir.runner.fence;
                class FilterFile {
                    public static void main(String[] arguments) {
                        System.out.print("path:" + arguments[0]);
                        System.exit(1);
                    }
                }
                """);
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()));
        String problem = FenceCheck.problem(List.of(folder)).orElseThrow();
        Path directory =
                Path.of(problem.substring(problem.indexOf("path:") + 5)).getParent();
        assertTrue(directory.getFileName().toString().startsWith("weir-fence"), problem);
        assertFalse(Files.exists(directory));
    }
}
