package weir.spark.internal;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.SparkException;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import weir.base.WeirException;

/** Counts what Spark repeated, for one message at the end of a sweep. Spark's event thread adds to it. */
final class FailureSummary extends SparkListener {

    /** Different messages that are kept. */
    private static final int MAX_REASONS = 20;

    private final Map<String, Integer> counts = new TreeMap<>();
    private boolean isStopping;

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        TaskEndReason reason = event.reason();
        // The slower of two copies is killed on purpose.
        if (reason != Success$.MODULE$ && !(reason instanceof TaskKilled)) {
            count("task repeated: " + text(reason));
        }
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        if (!isStopping) {
            count("executor lost: " + event.reason());
        }
    }

    private static String text(TaskEndReason reason) {
        return reason instanceof ExceptionFailure exception
                ? exception.className() + ": " + exception.description()
                : ((TaskFailedReason) reason)
                        .toErrorString()
                        .lines()
                        .findFirst()
                        .orElse("");
    }

    private void count(String reason) {
        String kept = counts.containsKey(reason) || counts.size() < MAX_REASONS ? reason : "other reasons";
        counts.merge(kept, 1, Integer::sum);
    }

    /** Executors that end from now on are not lost. */
    synchronized void stopping() {
        isStopping = true;
    }

    /** Prints what was repeated; nothing if all went well. */
    synchronized void print(PrintStream out) {
        if (!counts.isEmpty()) {
            out.println(
                    "weir: failures on the cluster; Spark repeats a task up to four times, which does not change results:");
            counts.forEach((reason, count) -> out.println("  " + count + " x " + reason));
        }
    }

    /** The error of a job that Spark gave up. */
    synchronized WeirException describe(SparkException e) {
        String cause = counts.keySet().stream().collect(Collectors.joining("; "));
        return WeirException.failed(
                "the sweep ended on the cluster: "
                        + (cause.isEmpty() ? e.getMessage().lines().findFirst().orElse("") : cause),
                "Correct that and run the same command again: it resumes after the stored trials.");
    }
}
