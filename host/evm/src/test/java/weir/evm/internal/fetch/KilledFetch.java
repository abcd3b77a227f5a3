package weir.evm.internal.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import weir.evm.BlockBound;
import weir.evm.HistoryFetch;
import weir.evm.internal.rpc.LoopbackNode;
import weir.evm.internal.rpc.LoopbackNode.Handler;
import weir.history.PoolKey;

/** A fetch in a process of its own, which is killed at random moments and started again until it ends. */
public final class KilledFetch {

    /** After the first answer, so that the fetch is running. */
    private static final int MAX_DELAY_MICROSECONDS = 600_000;

    private static final int BLOCKS_PER_ANSWER = 3;

    private KilledFetch() {}

    /**
     * Kills a fetch some times, completes it, and compares the stored bytes with those of an uninterrupted one. Each kill may cost one answer.
     *
     * @param node answers all requests
     * @param expected directory of an uninterrupted fetch
     * @param folder a temporary directory
     */
    public static void check(PoolKey pool, long first, Handler node, Path expected, Path folder, int kills)
            throws Exception {
        Random random = new Random(kills);
        int killed = 0;
        // A fetch that has ended begins again in another directory, so that each kill meets a running one.
        for (int run = 0; killed < kills; run++) {
            Path directory = folder.resolve("killed" + run);
            int before = killed;
            LimitedNode limited = new LimitedNode(node);
            try (LoopbackNode server = new LoopbackNode(limited)) {
                boolean hasEnded = false;
                while (!hasEnded) {
                    OptionalInt delay = killed < kills
                            ? OptionalInt.of(random.nextInt(MAX_DELAY_MICROSECONDS))
                            : OptionalInt.empty();
                    hasEnded = fetch(server.url(), pool, first, directory, limited, delay);
                    killed += hasEnded ? 0 : 1;
                }
            }
            int repeated = limited.repeatedBlocks();
            assertTrue(
                    repeated <= (killed - before) * BLOCKS_PER_ANSWER,
                    repeated + " blocks were fetched twice after " + (killed - before) + " kills");
            assertEquals(StoredEvents.bytes(expected), StoredEvents.bytes(directory));
        }
    }

    /** Returns the logs of a few blocks at once, and counts how often each block was requested. */
    private static final class LimitedNode implements Handler {

        private final Handler node;
        private final Map<Long, Integer> requests = new HashMap<>();
        private int answers;

        LimitedNode(Handler node) {
            this.node = node;
        }

        @Override
        public synchronized JsonElement answer(String method, JsonArray parameters) {
            if (method.equals("eth_getLogs")) {
                JsonObject filter = parameters.get(0).getAsJsonObject();
                long first = Long.decode(filter.get("fromBlock").getAsString());
                long last = Long.decode(filter.get("toBlock").getAsString());
                if (last - first + 1 > BLOCKS_PER_ANSWER) {
                    throw LoopbackNode.Answer.error(200, -32602, "exceed maximum block range: " + BLOCKS_PER_ANSWER);
                }
                for (long block = first; block <= last; block++) {
                    requests.merge(block, 1, Integer::sum);
                }
                answers++;
            }
            return node.answer(method, parameters);
        }

        synchronized int answers() {
            return answers;
        }

        synchronized int repeatedBlocks() {
            return requests.values().stream().mapToInt(count -> count - 1).sum();
        }
    }

    /** Fetches in another process. Returns whether it has ended, and was not killed before. */
    private static boolean fetch(
            String url, PoolKey pool, long first, Path directory, LimitedNode node, OptionalInt delayMicroseconds)
            throws IOException, InterruptedException {
        int answers = node.answers();
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledFetch.class.getName(),
                        url,
                        pool.toString(),
                        String.valueOf(first),
                        directory.toString()))
                .inheritIO()
                .start();
        if (delayMicroseconds.isPresent()) {
            while (node.answers() == answers && process.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            TimeUnit.MICROSECONDS.sleep(delayMicroseconds.getAsInt());
            process.destroyForcibly();
        }
        int exitCode = process.waitFor();
        assertTrue(exitCode == 0 || delayMicroseconds.isPresent() && exitCode == 128 + 9, "exit code " + exitCode);
        return exitCode == 0;
    }

    /** Arguments: URL, pool, first block, directory. */
    public static void main(String[] arguments) {
        FetchFixture fixture = new FetchFixture(Path.of(arguments[3]), PoolKey.parse(arguments[1], 1));
        try (var store = fixture.store()) {
            new HistoryFetch(store, fixture.metadata(), List.of(arguments[0]), progress -> {})
                    .fetch(
                            fixture.pool(),
                            Optional.of(new BlockBound.Block(Long.parseLong(arguments[2]))),
                            new BlockBound.Finalized());
        }
    }
}
