package weir.bench.host;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.bench.load.AnswerStats;
import weir.bench.load.AnswerStats.Phase;
import weir.bench.load.OpenLoopLoad;
import weir.bench.load.TestPair;
import weir.launcher.AdminPort;

/** p99 of answers with the operator page open, over that with it closed, in turns of one run. A client reads the page's events as a browser does. */
public final class PageMeasurement implements Measurement {

    private static final String SECONDS = "seconds";
    private static final int PAIRS = 4;
    private static final int TURNS = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public String name() {
        return "page";
    }

    @Override
    public String summary() {
        return "p99 of answers with the operator page open, over that with it closed; goal at most 1.2";
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
        try (LoadedHost loaded = LoadedHost.start(pairs, home -> {})) {
            // The page is open for half of it, so that its code is compiled, too.
            loaded.warmUp(WARM_UP);
            try (InputStream page = open(loaded)) {
                read(page, new LongAdder());
                loaded.warmUp(WARM_UP);
            }
            AnswerStats stats = new AnswerStats();
            LongAdder bytes = new LongAdder();
            try (OpenLoopLoad load = loaded.load(stats)) {
                for (int turn = 1; turn <= TURNS; turn++) {
                    load.phase(Phase.BASELINE);
                    Thread.sleep(turnMillis);
                    load.phase(Phase.DISTURBED);
                    try (InputStream page = open(loaded)) {
                        read(page, bytes);
                        Thread.sleep(turnMillis);
                    }
                    progress.printf("  turn %d of %d: ratio so far %.2f%n", turn, TURNS, stats.p99Ratio());
                }
            }
            return new Figures()
                    .add("page_p99_ratio", stats.p99Ratio(), "page open over closed; goal 1.2")
                    .add("page_lost", stats.lost(), "lost answers; goal 0")
                    .add("page_kb_per_s", bytes.sum() / 1e3 / (TURNS * options.get(SECONDS)), "sent to the browser");
        }
    }

    /** Signs in as a browser does, and opens the stream of panels. */
    private InputStream open(LoadedHost loaded) throws IOException, InterruptedException {
        String url = new AdminPort(loaded.host().home()).pageUrl();
        String base = url.substring(0, url.indexOf("/#"));
        String body = "{\"code\": \"" + url.substring(url.indexOf('#') + 1) + "\"}";
        HttpResponse<String> session = http.send(
                HttpRequest.newBuilder(URI.create(base + "/page/session"))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        JsonParser.parseString(session.body()).getAsJsonObject().get("csrf").getAsString();
        String cookie = session.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        return http.send(
                        HttpRequest.newBuilder(URI.create(base + "/page/events"))
                                .header("Cookie", cookie)
                                .build(),
                        BodyHandlers.ofInputStream())
                .body();
    }

    private static void read(InputStream page, LongAdder bytes) {
        Thread reader = new Thread(
                () -> {
                    byte[] buffer = new byte[1 << 16];
                    try {
                        for (int read = page.read(buffer); read >= 0; read = page.read(buffer)) {
                            bytes.add(read);
                        }
                    } catch (IOException e) {
                        // The turn has ended and closed the stream.
                    }
                },
                "page");
        reader.setDaemon(true);
        reader.start();
    }
}
