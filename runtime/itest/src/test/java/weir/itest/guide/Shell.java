package weir.itest.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A shell with its own home folder and variables, whose output goes to a file. */
final class Shell implements AutoCloseable {

    private final Process process;
    private final Path output;

    Shell(String commands, Path folder, Path home, Map<String, String> environment) throws IOException {
        output = Files.createTempFile(home, "terminal", ".log");
        ProcessBuilder bash = new ProcessBuilder("bash", "-e", "-c", commands);
        bash.environment().putAll(environment);
        bash.environment().put("HOME", home.toString());
        process = bash.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Waits for the exit code of the commands; -1 after five minutes. */
    int exitCode() throws InterruptedException {
        return process.waitFor(5, TimeUnit.MINUTES) ? process.exitValue() : -1;
    }

    boolean isOpen() {
        return process.isAlive();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines that the output does not contain; {@code …} in a line matches anything. */
    List<String> missing(List<String> lines) {
        String output = output();
        return lines.stream()
                .filter(line -> !Pattern.compile(Pattern.quote(line).replace("…", "\\E.*\\Q"))
                        .matcher(output)
                        .find())
                .toList();
    }

    /** Ends all processes, as Ctrl-C does. */
    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
