package weir.spark.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.sweep.BuildIdentity;
import weir.backtest.sweep.SweepEngine;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.walkforward.Chunk;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.embedded.ClusterEngine;
import weir.spark.internal.content.ContentFile;
import weir.spark.internal.content.FileTransfer;
import weir.spark.internal.content.HistoryExtract;
import weir.spark.internal.executor.JobFormat;
import weir.spark.internal.executor.SweepJob;
import weir.spark.internal.executor.TaskFunction;

/**
 * Plays trials on the executors of a Spark application. A task plays some trials over one chunk. Spark repeats tasks whose executor is lost
 * or slow; it delivers one result for each, and the chunks of a trial are joined in round order, so the result is that of a local sweep.
 */
final class SparkSweepEngine implements SweepEngine {

    /** Enough tasks for each core that the last ones end at about the same time. */
    private static final int TASKS_PER_CORE = 16;

    private static final int MAX_TRIALS_PER_TASK = 256;

    private final SparkContext context;
    private final FileTransfer transfer;
    private final BacktestPlan plan;
    private final SweepJob job;
    private final TemporaryDirectory temporary;
    private final Optional<Path> work;
    private final FailureSummary failures;
    private final Map<Chunk, List<ContentFile>> extracts = new HashMap<>();

    /**
     * @param context a connection that {@link #close} ends
     * @param temporary a directory that {@link #close} deletes
     * @param work the directory of a local cluster's executors, which {@link #close} deletes, too
     */
    SparkSweepEngine(
            SparkContext context,
            FileTransfer transfer,
            ClusterEngine.Job job,
            ClusterEngine.Settings settings,
            TemporaryDirectory temporary,
            Optional<Path> work) {
        this.context = context;
        this.transfer = transfer;
        this.plan = job.plan();
        this.temporary = temporary;
        this.work = work;
        this.failures = new FailureSummary();
        context.addSparkListener(failures);
        this.job = new SweepJob(
                BuildIdentity.running(),
                SweepJob.Settings.of(plan),
                job.strategy().strategy() + "@" + job.strategy().version(),
                publishCode(job),
                settings.sharedDirectory());
    }

    private List<ContentFile> publishCode(ClusterEngine.Job job) {
        try {
            List<ContentFile> code = new ArrayList<>();
            for (Path jar : job.plugins()) {
                code.add(publish("plugins/" + jar.getFileName(), jar));
            }
            for (Path jar : job.systemBundles()) {
                code.add(publish("system/" + jar.getFileName(), jar));
            }
            return code;
        } catch (IOException e) {
            throw unpublished(e);
        }
    }

    @Override
    public void play(List<Trial> trials, List<Chunk> chunks, Listener listener)
            throws IOException, InterruptedException {
        if (trials.isEmpty()) {
            return;
        }
        List<List<ContentFile>> histories = publishHistory(chunks);
        List<List<Trial>> batches = batches(trials);
        List<byte[]> tasks = new ArrayList<>();
        // All chunks of a trial follow each other, so that its result is complete, and stored, as early as possible.
        for (List<Trial> batch : batches) {
            for (int i = 0; i < chunks.size(); i++) {
                tasks.add(JobFormat.write(new SweepJob.Task(batch, chunks.get(i), histories.get(i))));
            }
        }
        run(tasks, new ResultCollector(batches, chunks.size(), listener));
    }

    /** Writes and publishes the history of chunks, once for each chunk. Returns the files of each chunk. */
    List<List<ContentFile>> publishHistory(List<Chunk> chunks) {
        try {
            for (Chunk chunk : chunks) {
                if (!extracts.containsKey(chunk)) {
                    extracts.put(chunk, extract(chunk));
                }
            }
        } catch (IOException e) {
            throw unpublished(e);
        }
        return chunks.stream().map(extracts::get).toList();
    }

    private List<ContentFile> extract(Chunk chunk) throws IOException {
        Path directory = temporary.path().resolve("chunk-" + extracts.size());
        HistoryExtract.write(
                plan.history(),
                plan.pool().key(),
                plan.part(chunk.firstRound(), chunk.rounds()).blocksToRead(),
                directory);
        List<ContentFile> files = ContentFile.below(directory);
        for (ContentFile file : files) {
            transfer.publish(file, directory.resolve(file.name()));
        }
        new TemporaryDirectory(directory).remove();
        return files;
    }

    private ContentFile publish(String name, Path file) throws IOException {
        ContentFile described = ContentFile.of(name, file);
        transfer.publish(described, file);
        return described;
    }

    private List<List<Trial>> batches(List<Trial> trials) {
        int tasks = TASKS_PER_CORE * Math.max(1, context.defaultParallelism());
        int size = Math.max(1, Math.min(MAX_TRIALS_PER_TASK, trials.size() / tasks));
        return IntStream.range(0, (trials.size() + size - 1) / size)
                .mapToObj(i -> trials.subList(i * size, Math.min(trials.size(), (i + 1) * size)))
                .toList();
    }

    private void run(List<byte[]> tasks, ResultCollector collector) throws IOException, InterruptedException {
        RDD<byte[]> input = JavaSparkContext.fromSparkContext(context)
                .parallelize(tasks, tasks.size())
                .rdd();
        try {
            context.runJob(
                    input,
                    new TaskFunction(job),
                    new AbstractFunction2<Object, byte[], BoxedUnit>() {
                        @Override
                        public BoxedUnit apply(Object task, byte[] result) {
                            collector.add((Integer) task, result);
                            return BoxedUnit.UNIT;
                        }
                    },
                    ClassTag$.MODULE$.<byte[]>apply(byte[].class));
        } catch (Exception e) {
            // Scala declares no checked exceptions.
            collector.rethrow();
            if ((Throwable) e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if ((Throwable) e instanceof SparkException spark) {
                throw failures.describe(spark);
            }
            if (context.isStopped()) {
                throw ended(context.master());
            }
            throw e;
        }
    }

    @Override
    public void close() {
        close(System.err);
    }

    /** Ends the application and prints what Spark repeated. */
    void close(PrintStream out) {
        failures.stopping();
        context.stop();
        failures.print(out);
        temporary.remove();
        work.filter(Files::exists).map(TemporaryDirectory::new).ifPresent(TemporaryDirectory::remove);
    }

    /** The error if Spark has ended the application itself. */
    static WeirException ended(String master) {
        return WeirException.failed(
                "Spark has ended the application: " + master + " does not answer, or has removed it",
                "Check --master, and that the manager of the cluster runs. Then run the same command again.");
    }

    private static WeirException unpublished(IOException e) {
        return WeirException.failed(
                "cannot send the files of the sweep to the executors",
                "Check the free space of the temporary directory, and that --shared names a directory that this machine can write.",
                e);
    }
}
