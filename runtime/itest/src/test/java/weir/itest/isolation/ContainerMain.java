package weir.itest.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** In a container: runs all probes on this JDK, in the fence and then without it. Prints their results after a line for each run. */
final class ContainerMain {

    static final String FENCED = "== fenced";
    static final String OPEN = "== open";

    private ContainerMain() {}

    /** @param arguments the class path of the fence */
    public static void main(String[] arguments) throws Exception {
        FencedJvm jvm = new FencedJvm(Jdk.OF_THE_HOST, arguments[0]);
        Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Seccomp:"))
                .forEach(System.out::println);
        run(FENCED, jvm.fenced(Jdk.OF_THE_HOST));
        run(OPEN, jvm.open(Jdk.OF_THE_HOST));
    }

    private static void run(String title, List<String> probes) throws IOException, InterruptedException {
        System.out.println(title);
        Path folder = Files.createTempDirectory("weir-probes");
        try (ProbeTargets targets = new ProbeTargets(folder.resolve("targets"), List.of())) {
            List<String> command = new ArrayList<>(probes);
            command.add(targets.targets().format());
            Process process = new ProcessBuilder(command)
                    .directory(Files.createDirectory(folder.resolve("empty")).toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().transferTo(System.out);
            System.out.println("exit code " + process.waitFor());
        }
    }
}
