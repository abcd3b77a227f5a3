package weir.spark.internal.executor;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.deploy.SparkHadoopUtil;
import weir.backtest.experiment.StrategyFactory;
import weir.backtest.replay.StrategyGroup;
import weir.backtest.sweep.TrialRunner;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.embedded.EmbeddedFramework;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.history.SwapHistory;
import weir.history.SwapStore;
import weir.launcher.Assembly;
import weir.spark.internal.content.DriverTransfer;
import weir.spark.internal.content.FileCache;
import weir.spark.internal.content.FileTransfer;
import weir.spark.internal.content.SharedDirectory;

/**
 * Plays the trials of a job in an executor. It keeps the verified files and one embedded framework for all tasks. The framework's shutdown hook
 * ends it together with the executor. Thread-safe.
 */
final class TrialExecutor {

    private static TrialExecutor current;

    private final byte[] jobJson;
    private final Path directory;
    private final SweepJob job;
    private final FileCache files;
    private final FileTransfer transfer;
    private final EmbeddedFramework framework;
    private final PackagedStrategy strategy;

    private TrialExecutor(byte[] jobJson, Path directory) throws IOException {
        this.jobJson = jobJson;
        this.directory = directory;
        this.job = JobFormat.read(jobJson, SweepJob.class);
        this.transfer = job.sharedDirectory()
                .<FileTransfer>map(uri -> new SharedDirectory(
                        uri,
                        SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf())))
                .orElseGet(DriverTransfer::new);
        this.files = new FileCache(directory);
        Path code = files.directory(job.code(), transfer);
        this.strategy = StrategyCatalog.in(code.resolve("plugins")).choose(job.strategy());
        this.framework = EmbeddedFramework.start(new Assembly(code)::systemBundle);
    }

    /**
     * The one of a job. An application has one job at a time. Its copies are in a directory that Spark deletes with the executor, also if
     * that was killed.
     */
    static synchronized TrialExecutor of(byte[] jobJson) throws IOException {
        File own = SparkEnv.get().blockManager().diskBlockManager().localDirs()[0];
        Path directory = own.toPath().resolve("weir");
        if (current == null || !current.directory.equals(directory) || !Arrays.equals(current.jobJson, jobJson)) {
            if (current != null) {
                current.framework.close();
            }
            current = new TrialExecutor(jobJson, directory);
        }
        return current;
    }

    /** Plays all trials of a task over its chunk, whose history is fetched once for all tasks. */
    TaskResult play(SweepJob.Task task) throws IOException {
        List<ChunkResult> results = new ArrayList<>();
        try (SwapHistory history = SwapStore.embedded(files.directory(task.history(), transfer))) {
            StrategyFactory instances = values -> framework.create(strategy, strategy.readParameters(values));
            TrialRunner runner = new TrialRunner(job.settings().over(history), instances);
            List<Trial> trials = task.trials();
            for (int i = 0; i < trials.size(); i += StrategyGroup.DEFAULT_MEMBERS) {
                if (TaskContext.get().isInterrupted()) {
                    // Another copy of the task has finished, or the sweep has ended.
                    throw new TaskKilledException("the driver has ended the task");
                }
                // A group reads each swap once for all its trials.
                List<Trial> group = trials.subList(i, Math.min(trials.size(), i + StrategyGroup.DEFAULT_MEMBERS));
                results.addAll(runner.play(group, task.chunk()));
            }
        }
        return new TaskResult("", results);
    }
}
