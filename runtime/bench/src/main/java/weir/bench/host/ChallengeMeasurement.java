package weir.bench.host;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.bench.hostile.Fault;
import weir.bench.hostile.FaultyStrategy;
import weir.bench.load.AnswerStats;
import weir.bench.load.AnswerStats.Phase;
import weir.bench.load.OpenLoopLoad;
import weir.bench.load.TestPair;
import weir.fixtures.BundleBuilder;
import weir.launcher.AdminPort;

/**
 * p99 of answers while strategies are challenged, over that without challengers, in one run: challengers of all pairs that answer, in turns,
 * and then one that never returns, whose thread goes on after it was stopped.
 */
public final class ChallengeMeasurement implements Measurement {

    private static final String SECONDS = "seconds";
    /** The last digit of the last pair selects the fault of its challenger. */
    private static final int PAIRS = Fault.ENDLESS_LOOP.ordinal();

    private static final int TURNS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "challenge";
    }

    @Override
    public String summary() {
        return "p99 of answers with challengers, over that without; goal at most 1.1";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of(SECONDS, 10);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        List<TestPair> pairs = IntStream.rangeClosed(1, PAIRS)
                .mapToObj(number -> new TestPair(number, "hold"))
                .toList();
        long turnMillis = options.get(SECONDS) * 1_000L;
        try (LoadedHost loaded =
                LoadedHost.start(pairs, home -> BundleBuilder.of(FaultyStrategy.class.getPackageName(), "1.0.0", "")
                        .writeTo(home.plugins().resolve("hostile.jar")))) {
            AdminPort admin = new AdminPort(loaded.host().home());
            loaded.warmUp(WARM_UP);
            AnswerStats working = new AnswerStats();
            long answered = 0;
            try (OpenLoopLoad load = loaded.load(working)) {
                for (int turn = 1; turn <= TURNS; turn++) {
                    load.phase(Phase.BASELINE);
                    Thread.sleep(turnMillis);
                    // Changes of routes are not measured here: `./weir bench swap` does that.
                    load.phase(Phase.PAUSED);
                    for (TestPair pair : pairs) {
                        start(loaded.host(), admin, pair, "range-follower");
                    }
                    load.phase(Phase.DISTURBED);
                    Thread.sleep(turnMillis);
                    load.phase(Phase.PAUSED);
                    for (TestPair pair : pairs) {
                        answered += answered(admin, pair);
                        admin.send("POST", BodyPublishers.noBody(), "challenges", id(pair), "stop");
                    }
                    progress.printf("  turn %d of %d: ratio so far %.2f%n", turn, TURNS, working.p99Ratio());
                }
            }
            AnswerStats endless = new AnswerStats();
            try (OpenLoopLoad load = loaded.load(endless)) {
                load.phase(Phase.BASELINE);
                Thread.sleep(TURNS * turnMillis);
                load.phase(Phase.PAUSED);
                start(loaded.host(), admin, pairs.get(PAIRS - 1), FaultyStrategy.NAME);
                load.phase(Phase.DISTURBED);
                Thread.sleep(TURNS * turnMillis);
            }
            for (AnswerStats stats : List.of(working, endless)) {
                stats.problems().forEach(problem -> progress.printf("  %s%n", problem));
            }
            String phase = challenge(admin, pairs.get(PAIRS - 1)).get("phase").getAsString();
            progress.printf("  the challenger that never returns is %s%n", phase);
            return new Figures()
                    .add("challenge_p99_ratio", working.p99Ratio(), "with challengers over without; goal 1.1")
                    .add("challenge_lost", working.lost(), "lost answers; goal 0")
                    .add("challenge_answered", answered, "queries that the challengers answered, too")
                    .add("endless_loop_p99_ratio", endless.p99Ratio(), "the same with one that never returns; goal 1.1")
                    .add("endless_loop_lost", endless.lost(), "lost answers; goal 0");
        }
    }

    private static String id(TestPair pair) {
        return pair.routeFile().replace(".json", "");
    }

    /** Starts a challenge, and waits until the challenger runs. */
    private static void start(MeasuredHost host, AdminPort admin, TestPair pair, String strategy)
            throws InterruptedException {
        admin.send("POST", BodyPublishers.ofString("{\"strategy\": \"" + strategy + "\"}"), "challenges", id(pair));
        host.await(
                "the challenger of " + id(pair) + " does not run",
                () -> !challenge(admin, pair).get("phase").getAsString().equals("waiting"));
    }

    private static JsonObject challenge(AdminPort admin, TestPair pair) {
        return JsonParser.parseString(admin.get("challenges", id(pair)))
                .getAsJsonObject()
                .getAsJsonArray("challenges")
                .get(0)
                .getAsJsonObject();
    }

    private static long answered(AdminPort admin, TestPair pair) {
        return challenge(admin, pair).getAsJsonObject("shadow").get("answered").getAsLong();
    }
}
