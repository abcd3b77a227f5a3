package weir.itest.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A shell with a home folder and variables of its own, whose output is kept in a file. */
final class Terminal implements AutoCloseable {

    private final Process process;
    private final Path output;

    Terminal(String commands, Path folder, Path home, Map<String, String> environment) throws IOException {
        output = Files.createTempFile(home, "terminal", ".log");
        ProcessBuilder bash = new ProcessBuilder("bash", "-e", "-c", commands);
        bash.environment().putAll(environment);
        bash.environment().put("HOME", home.toString());
        process = bash.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** The exit code of the commands; -1 if they were not done in five minutes. */
    int exitCode() throws InterruptedException {
        return process.waitFor(5, TimeUnit.MINUTES) ? process.exitValue() : -1;
    }

    boolean isOpen() {
        return process.isAlive();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Those of the lines that the output does not show; {@code …} in a line stands for anything. */
    List<String> missing(List<String> lines) throws IOException {
        String shown = output();
        return lines.stream()
                .filter(line -> !Pattern.compile(Pattern.quote(line).replace("…", "\\E.*\\Q"))
                        .matcher(shown)
                        .find())
                .toList();
    }

    /** Ends what still runs, as Ctrl-C does. */
    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
