package weir.spark.internal.executor;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;
import weir.backtest.sweep.BuildIdentity;

/** The function that Spark calls on an executor for each task: JSON of a {@link SweepJob.Task} to a {@link TaskResult}. */
public final class TaskFunction extends AbstractFunction1<Iterator<byte[]>, byte[]> implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String driver;
    private final byte[] job;

    /** @param job the job of all tasks */
    public TaskFunction(SweepJob job) {
        this.driver = job.driver().toString();
        this.job = JobFormat.write(job);
    }

    /** Before it reads the job, checks that the executor has the driver's code: another version may have another format. */
    @Override
    public byte[] apply(Iterator<byte[]> tasks) {
        try {
            String executor = ExecutorBuild.IDENTITY.toString();
            return executor.equals(driver)
                    ? TrialExecutor.of(job)
                            .play(JobFormat.read(tasks.next(), SweepJob.Task.class))
                            .toBytes()
                    : refuse("an executor has Weir " + executor);
        } catch (LinkageError e) {
            return refuse("an executor has a part of another Weir (" + e + ")");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] refuse(String what) {
        return TaskResult.ofRefused(
                        what + ", the driver has " + driver
                                + ". Remove Weir's JARs from the executors' class path and from Spark's jars directory: the driver sends its own")
                .toBytes();
    }

    /** Computed once in each executor. */
    private static final class ExecutorBuild {
        static final BuildIdentity IDENTITY = BuildIdentity.running();
    }
}
