package weir.backtest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;
import weir.backtest.internal.score.Validator2025Target;
import weir.backtest.internal.score.ValidatorTarget;
import weir.backtest.round.ChainHead;
import weir.backtest.round.Miner;
import weir.strategy.Price;
import weir.vectors.Recorded;

/** Rounds and evaluations of the validator over real swaps: {@code real.jsonl.gz}. */
class RealSwapsParityTest {

    private static final String FILE = "validator/real.jsonl.gz";

    private final Map<String, Swaps> datasets = new HashMap<>();

    private record Query(int uid, long block) {}

    @Test
    void realSwapsMatchTheValidator() {
        List<JsonObject> cases = Recorded.VECTORS.lines(FILE);
        int checked = 0;
        for (JsonObject testCase : cases) {
            String dataset = testCase.get("dataset").getAsString();
            try {
                check(testCase, datasets.computeIfAbsent(dataset, RealSwapsParityTest::read));
                checked++;
            } catch (TestAbortedException e) {
                System.out.println(
                        "SKIPPED: case " + testCase.get("id") + ", because dataset " + dataset + " is missing");
            }
        }
        Assumptions.assumeTrue(checked > 0, "no dataset of the cases is here");
        Recordings.report(FILE, checked);
    }

    private static void check(JsonObject testCase, Swaps swaps) {
        if (testCase.get("kind").getAsString().equals("loop")) {
            checkLoop(testCase, swaps);
        } else {
            checkEvaluation(testCase, swaps);
        }
    }

    private static void checkEvaluation(JsonObject testCase, Swaps swaps) {
        String id = testCase.get("id").getAsString();
        JsonObject expected = testCase.getAsJsonObject("expected");
        Performance performance = Recordings.evaluate(testCase, swaps);
        Recordings.assertPerformance(expected.getAsJsonObject("metrics"), performance, id);
        Recordings.assertScore(expected.get("score_head"), new ValidatorTarget(), performance, id);
        Recordings.assertScore(expected.get("score_a0410b2"), new Validator2025Target(), performance, id);
    }

    private static void checkLoop(JsonObject testCase, Swaps swaps) {
        String id = testCase.get("id").getAsString();
        Map<Query, JsonObject> replies = new HashMap<>();
        TreeSet<Integer> uids = new TreeSet<>();
        for (JsonElement element : testCase.getAsJsonArray("replies")) {
            JsonArray reply = element.getAsJsonArray();
            uids.add(reply.get(0).getAsInt());
            replies.put(
                    new Query(reply.get(0).getAsInt(), reply.get(1).getAsLong()),
                    reply.get(2).getAsJsonObject());
        }
        Map<Integer, Miner> miners = new LinkedHashMap<>();
        uids.forEach(uid -> miners.put(
                uid, query -> ScriptedMiners.decode(replies.get(new Query(uid, query.blockNumber())), query)));
        ChainHead head = new SwapsHead(
                swaps,
                testCase.get("start_block").getAsLong(),
                testCase.get("end_block").getAsLong(),
                testCase.get("interval").getAsLong());
        JsonObject expected = testCase.getAsJsonObject("expected").getAsJsonObject("results");
        RoundResults.assertLoop(testCase, Rounds.round(testCase), new ValidatorTarget(), miners, head, swaps, expected);
    }

    static Swaps read(String dataset) {
        try (BufferedReader reader = Recorded.DATA.reader(dataset + "/swaps.csv.gz")) {
            Swaps.Builder builder = Swaps.builder(1 << 14);
            reader.lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .forEach(row -> builder.add(
                            Long.parseLong(row[0]),
                            Integer.parseInt(row[1]),
                            new BigInteger(row[4]),
                            new BigInteger(row[6]),
                            new BigInteger(row[7]),
                            new BigInteger(row[8])));
            return builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException(dataset, e);
        }
    }

    /** Looks at the chain at every check only, and not within one interval of the end. */
    private static final class SwapsHead implements ChainHead {
        private final Swaps swaps;
        private final long endBlock;
        private final long interval;
        private long block;

        SwapsHead(Swaps swaps, long startBlock, long endBlock, long interval) {
            this.swaps = swaps;
            this.endBlock = endBlock;
            this.interval = interval;
            block = startBlock;
        }

        @Override
        public boolean isRoundOpen() {
            return block < endBlock;
        }

        @Override
        public Price price() {
            return new Price(swaps.sqrtPriceX96(swaps.countThrough(block) - 1));
        }

        @Override
        public long advance() {
            block = block + interval < endBlock - interval ? block + interval : endBlock;
            return block;
        }
    }
}
