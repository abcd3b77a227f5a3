package weir.bench.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import weir.bench.host.Footprint;
import weir.fixtures.host.WeirCommand;

/**
 * Resident memory of a Spark executor that plays one trial.
 *
 * @param early bytes after a fifth of the trial
 * @param most the most bytes after that
 */
record ExecutorMemory(long early, long most) {

    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

    /** A cluster of this machine; its executors have one core and 512 MB each. */
    static String master(int executors) {
        return "local-cluster[" + executors + ",1,512]";
    }

    /** Starts a sweep; its output is that of this process. */
    static Process start(Path home, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(WeirCommand.SCRIPT.toString()));
        command.addAll(arguments);
        command.addAll(List.of("--home", home.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Dspark.executor.memory=512m -Dspark.driver.host=127.0.0.1");
        return builder.start();
    }

    /** Plays one trial from a block to the end of the stored history. */
    static ExecutorMemory ofTrial(Path home, long firstBlock) throws Exception {
        Process sweep = start(
                home,
                List.of(
                        "sweep",
                        "--strategy",
                        "range-follower",
                        "--param",
                        "halfWidth=1000",
                        "--from",
                        Long.toString(firstBlock),
                        // Long rounds: the trial spends its time on swaps instead of decisions.
                        "--round-blocks",
                        "20000",
                        "--engine",
                        "spark",
                        "--master",
                        master(1)));
        List<Long> samples = new ArrayList<>();
        while (!sweep.waitFor(250, TimeUnit.MILLISECONDS)) {
            Optional<ProcessHandle> executor = sweep.descendants()
                    .filter(process -> process.info().arguments().stream()
                            .flatMap(Stream::of)
                            .anyMatch(argument -> argument.endsWith(EXECUTOR)))
                    .findFirst();
            if (executor.isPresent()) {
                samples.add(Footprint.residentBytes(executor.get().pid()));
            }
        }
        if (sweep.exitValue() != 0 || samples.size() < 5) {
            throw new IllegalStateException("the trial ended with " + sweep.exitValue() + " after " + samples.size()
                    + " samples of its executor's memory; it needs five");
        }
        // The executor waits for the driver first, with little memory.
        long half = samples.stream().mapToLong(Long::longValue).max().orElseThrow() / 2;
        samples.removeIf(bytes -> bytes < half);
        int fifth = samples.size() / 5;
        return new ExecutorMemory(
                samples.get(fifth),
                samples.stream().skip(fifth).mapToLong(Long::longValue).max().orElseThrow());
    }
}
