package weir.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weir.base.WeirException;

/** Runs a measurement in a JVM of its own, which has the class path of this one and other limits. */
public final class ChildMeasurement {

    private ChildMeasurement() {}

    /**
     * Runs a main class to its end. Each line that it prints is a figure: key, value and, optionally, what the value means. The lines are
     * shown as progress, too. If this process ends, so does the child.
     *
     * @param limits options of the JVM, such as {@code -Xmx64m}
     * @throws WeirException if the child ends with an error
     */
    public static Figures run(List<String> limits, Class<?> main, List<String> arguments, PrintStream progress)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(limits);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread atExit = new Thread(process::destroyForcibly, "end " + main.getSimpleName());
        Runtime.getRuntime().addShutdownHook(atExit);
        Figures figures = new Figures();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                progress.println("  " + line);
                String[] figure = line.split(" ", 3);
                figures.add(figure[0], Double.parseDouble(figure[1]), figure.length == 3 ? figure[2] : "");
            }
        }
        if (process.waitFor() != 0) {
            throw WeirException.failed(
                    main.getSimpleName() + " ended with " + process.exitValue(), "Fix the error above.");
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
        return figures;
    }
}
