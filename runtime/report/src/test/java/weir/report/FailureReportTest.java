package weir.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import weir.base.WeirException;

class FailureReportTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void printsTheProblemThenTheRemedy() {
        assertEquals(2, explain(WeirException.usage("there is no file x", "Give another.")));
        assertEquals("weir: there is no file x.\nGive another.\n", printed());
    }

    @Test
    void keepsLineBreaksOfTheProblem() {
        assertEquals(1, explain(WeirException.failed("it ended:\none\ttwo\nthree", "Correct it.")));
        assertEquals("weir: it ended:\none two\nthree.\nCorrect it.\n", printed());
    }

    @Test
    void reportsAnyOtherExceptionAsADefectAndKeepsItsStackTrace() throws IOException {
        assertEquals(1, explain(new IllegalStateException("the cube is round")));
        assertTrue(
                printed().startsWith("weir: IllegalState (the cube is round): this is a defect of Weir.\n"), printed());
        Matcher file = Pattern.compile("Report it with the command and the stack trace in (.*)\\.\n")
                .matcher(printed());
        assertTrue(file.find(), printed());
        Path trace = Path.of(file.group(1));
        String text = Files.readString(trace);
        Files.delete(trace);
        assertTrue(text.contains("the cube is round") && text.contains("FailureReportTest"), text);
    }

    @Test
    void failuresOfFilesPathsAndMemoryAreNoDefects() {
        Map<Throwable, String> problems = new LinkedHashMap<>();
        problems.put(new AccessDeniedException("/data/x"), "permission denied (/data/x)");
        problems.put(new NoSuchFileException("x"), "there is no such file (x)");
        problems.put(new FileSystemException("x", null, "No space left on device"), "No space left on device (x)");
        problems.put(new UncheckedIOException(new IOException("Is a directory")), "Is a directory");
        problems.put(
                new IllegalStateException("written", new IOException("No space left on device")),
                "No space left on device");
        problems.put(new OutOfMemoryError("Java heap space"), "the Java heap is too small");
        problems.put(new CompletionException(new InterruptedException()), "the command was interrupted");
        problems.forEach((thrown, problem) -> {
            printed.reset();
            assertEquals(1, explain(thrown));
            assertTrue(printed().contains(problem), printed());
            assertFalse(printed().contains("defect"), printed());
        });
        printed.reset();
        assertEquals(2, explain(new InvalidPathException("a\0b", "Nul character not allowed")));
        assertTrue(printed().contains("is not a path"), printed());
    }

    @Test
    void masksSecretsOfEveryFailure() throws IOException {
        String address = "https://u:hunter2@h/x.jar";
        for (Throwable thrown : new Throwable[] {
            WeirException.usage("'" + address + "' is no name", "Correct it."),
            WeirException.usage("it is no name", "Correct " + address + "."),
            new InvalidPathException(address, "it is an address"),
            new IOException(address),
        }) {
            printed.reset();
            explain(thrown);
            assertFalse(printed().contains("hunter2"), printed());
        }
        printed.reset();
        explain(new IllegalStateException("a defect", new IllegalArgumentException(address)));
        Matcher file = Pattern.compile("stack trace in (.*)\\.\n").matcher(printed());
        assertTrue(file.find(), printed());
        Path trace = Path.of(file.group(1));
        String text = Files.readString(trace);
        Files.delete(trace);
        assertFalse(text.contains("hunter2"), text);
        assertTrue(text.contains("IllegalArgumentException: https://…@h/x.jar"), text);
    }

    private int explain(Throwable thrown) {
        return FailureReport.print(thrown, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
