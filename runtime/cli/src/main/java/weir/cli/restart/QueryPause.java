package weir.cli.restart;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import weir.base.WeirException;
import weir.report.journal.JournalFollower;

/** The pause after the queries of a check block, as the decision journal shows it. For one thread. */
final class QueryPause implements AutoCloseable {

    private final Path journal;
    private final JournalFollower follower;

    /** @param journal the decision journal, which need not exist; queries in it now do not count */
    QueryPause(Path journal) {
        this.journal = journal;
        this.follower = new JournalFollower(journal);
        try {
            follower.lastLines(0);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Waits for an answered query, and then until no other is answered for a while.
     *
     * @param pause time without a query
     * @param maxWait longest wait
     * @return whether a query was answered; false after {@code maxWait}
     * @throws WeirException if queries follow one another without a pause until {@code maxWait}, or the journal cannot be read
     */
    boolean await(Duration pause, Duration maxWait) {
        long deadline = System.nanoTime() + maxWait.toNanos();
        Semaphore answered = new Semaphore(0);
        IOException[] failure = new IOException[1];
        try {
            Thread reader = new Thread(
                    () -> {
                        try {
                            follower.follow(line -> {
                                if (isQuery(line)) {
                                    answered.release();
                                }
                            });
                        } catch (IOException e) {
                            failure[0] = e;
                            answered.release();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "journal");
            reader.setDaemon(true);
            reader.start();
            try {
                boolean isAnswered = answered.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS);
                while (isAnswered && failure[0] == null && answered.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    answered.drainPermits();
                    if (System.nanoTime() > deadline) {
                        throw WeirException.failed(
                                "queries come without a pause of " + pause.toSeconds() + " s since "
                                        + maxWait.toSeconds() + " s",
                                "Give the command again after the round, or with --now, which may lose an answer.");
                    }
                }
                if (failure[0] != null) {
                    throw failure[0];
                }
                return isAnswered;
            } finally {
                reader.interrupt();
                reader.join();
            }
        } catch (IOException e) {
            throw unreadable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted; the host was not restarted", "Give the command again.");
        }
    }

    private WeirException unreadable(IOException cause) {
        return WeirException.failed("cannot read " + journal, "Give the command as the user who runs the host.", cause);
    }

    @Override
    public void close() {
        try {
            follower.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Whether a line is about a query for positions. Other lines are about vaults and rejected requests; a line may be damaged. */
    private static boolean isQuery(String line) {
        try {
            JsonObject entry = JsonParser.parseString(line).getAsJsonObject();
            return entry.has("outcome");
        } catch (JsonParseException | IllegalStateException e) {
            return false;
        }
    }
}
