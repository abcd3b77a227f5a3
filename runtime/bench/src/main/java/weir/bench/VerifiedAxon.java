package weir.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import weir.bench.verify.VerifyBenchmark;
import weir.demo.Dendrite;
import weir.strategy.RebalanceQuery;

/**
 * The axon with a hotkey: what verified requests a second there are, what of that is sr25519, and what CPU time those cost who
 * are sent away. Requests are signed before each turn, every one with a nonce of its own.
 */
final class VerifiedAxon {

    private static final int MOST_CONNECTIONS = 64;
    private static final int[] CONNECTIONS = {1, 16, MOST_CONNECTIONS};
    private static final int USUAL = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    /** Forty seconds, as for the unsigned load: before that the compiler is what is measured. */
    private static final int WARM_UPS = 20;

    private static final Duration TURN = Duration.ofSeconds(3);

    /** Signed for a little later than now, for all of a turn has to be fresh; an axon takes what is up to 60 s ahead. */
    private static final long AHEAD_NS = 20_000_000_000L;

    private static final RebalanceQuery QUERY = Query.about("0x" + "22".repeat(20));

    private final Host host;
    private final Validators validators;
    private final PrintStream progress;
    private double perConnection = 150;

    private VerifiedAxon(Host host, Validators validators, PrintStream progress) {
        this.host = host;
        this.validators = validators;
        this.progress = progress;
    }

    static Figures measure(PrintStream progress) throws Exception {
        // Everybody is at one address and asks without pause, so the limits would be all that is measured.
        try (Validators validators = new Validators(MOST_CONNECTIONS);
                Host host = Host.start(
                        home -> home.admit(validators.publicKeys()),
                        "--hotkey",
                        validators.miner(),
                        "--axon.requests_per_address",
                        "0",
                        "--axon.requests_per_hotkey",
                        "0")) {
            Dendrite first = validators.dendrite(0, host.port());
            host.await("no verified answer", () -> {
                try (Connection connection = new Connection(host.port())) {
                    return connection
                                    .exchange(Query.bytes(first.request(QUERY)))
                                    .status()
                            == 200;
                } catch (IOException e) {
                    return false;
                }
            });
            return new VerifiedAxon(host, validators, progress).all();
        }
    }

    private Figures all() throws Exception {
        progress.println("  signed: warming up ...");
        for (int i = 0; i < WARM_UPS; i++) {
            verified(USUAL, WARM_UP);
        }
        Figures figures = new Figures();
        double cpuEach = 0;
        for (int connections : CONNECTIONS) {
            Duration before = host.cpu();
            Load.Result result = verified(connections, TURN);
            if (connections == USUAL) {
                cpuEach = micros(host.cpu().minus(before)) / result.answers();
            }
            progress.printf(
                    "  signed, %d connections: %,.0f/s, p99 %.1f ms%n",
                    connections, result.perSecond(), result.p99Ms());
            figures.add("verified_" + connections + "_per_s", result.perSecond(), connections + " connections, signed")
                    .add("verified_" + connections + "_p99_ms", result.p99Ms(), "the same");
        }
        double verify = VerifyBenchmark.microsecondsEach();
        double idle = idle();
        return figures.add("verified_cpu_us", cpuEach, "CPU time of the host for one verified request")
                .add("sr25519_us", verify, "one verification, measured here on one thread")
                .add("sr25519_share", verify / cpuEach, "of the CPU time of a verified request")
                .add(
                        "stranger_cpu_us",
                        refused(stranger(), 403, idle),
                        "CPU time for one who is not registered; goal 30")
                .add("forger_cpu_us", refused(forger(), 401, idle), "CPU time for a validator's name, wrongly signed")
                .add("idle_cpu_us_per_s", idle, "CPU time of the host at rest, taken off the two above");
    }

    /** Verified load; how much is signed beforehand goes by the rate of the last turn. */
    private Load.Result verified(int connections, Duration time) throws IOException, InterruptedException {
        int each = (int) Math.ceil(1.5 * perConnection * USUAL / Math.min(connections, USUAL) * time.toMillis() / 1e3);
        List<Iterator<byte[]>> signed = IntStream.range(0, connections)
                .parallel()
                .mapToObj(validator -> signed(validator, each))
                .toList();
        Load.Result result = new Load(host.port(), 200).run(signed, time);
        if (connections == USUAL) {
            perConnection = result.perSecond() / connections;
        }
        return result;
    }

    private Iterator<byte[]> signed(int validator, int count) {
        long begin = Dendrite.epochNanos() + AHEAD_NS;
        long[] issued = {begin};
        Dendrite dendrite = validators.dendrite(validator, host.port(), () -> ++issued[0]);
        List<byte[]> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            requests.add(Query.bytes(dendrite.request(QUERY)));
        }
        return requests.iterator();
    }

    /** Well signed by somebody whom the metagraph does not know. */
    private byte[] stranger() {
        return Query.bytes(validators.stranger(host.port()).request(QUERY));
    }

    /** A validator's fresh headers under another's signature. */
    private byte[] forger() {
        Dendrite.Request real = validators
                .dendrite(0, host.port(), () -> Dendrite.epochNanos() + AHEAD_NS)
                .request(QUERY);
        Dendrite.Request other = validators.stranger(host.port()).request(QUERY);
        Map<String, String> headers = new LinkedHashMap<>(real.headers());
        headers.computeIfPresent(
                "bt_header_dendrite_signature", (name, own) -> other.headers().get(name));
        return Query.bytes(new Dendrite.Request(headers, real.body()));
    }

    private double refused(byte[] request, int status, double idle) throws IOException, InterruptedException {
        Load load = new Load(host.port(), status);
        load.run(USUAL, request, WARM_UP);
        Duration before = host.cpu();
        long begun = System.nanoTime();
        Load.Result result = load.run(USUAL, request, TURN);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double each = (micros(host.cpu().minus(before)) - idle * seconds) / result.answers();
        progress.printf("  refused with %d: %,.0f/s, %.1f us of CPU each%n", status, result.perSecond(), each);
        return each;
    }

    /** CPU time of the host at rest, us a second. */
    private double idle() throws InterruptedException {
        Duration before = host.cpu();
        Thread.sleep(TURN.toMillis());
        return micros(host.cpu().minus(before)) * 1e3 / TURN.toMillis();
    }

    private static double micros(Duration time) {
        return time.toNanos() / 1e3;
    }
}
