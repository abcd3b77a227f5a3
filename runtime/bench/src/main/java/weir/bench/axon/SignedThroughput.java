package weir.bench.axon;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import weir.bench.Figures;
import weir.bench.host.MeasuredHost;
import weir.bench.load.ClosedLoopLoad;
import weir.bench.load.Connection;
import weir.bench.load.SampleQuery;
import weir.bench.load.Validators;
import weir.protocol.synapse.Dendrite;
import weir.protocol.synapse.HeaderNames;
import weir.strategy.RebalanceQuery;

/**
 * The axon with a hotkey: throughput of verified requests, the share of sr25519 in their CPU time, and the CPU time of rejected
 * requests. Requests are signed before each turn, each with its own nonce.
 */
final class SignedThroughput {

    private static final int MAX_CONNECTIONS = 64;
    private static final int VALIDATORS = MAX_CONNECTIONS;
    private static final int[] CONNECTIONS = {1, 16, MAX_CONNECTIONS};
    private static final int DEFAULT_CONNECTIONS = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    /** Forty seconds, as for the unsigned load, so that the code is compiled. */
    private static final int WARM_UPS = 20;

    private static final Duration TURN = Duration.ofSeconds(3);

    /** Nonces lie ahead of now, so that they are fresh for a whole turn; an axon accepts up to 60 s. */
    private static final long NONCE_LEAD_NS = 20_000_000_000L;

    private static final RebalanceQuery QUERY = SampleQuery.of("0x" + "22".repeat(20));

    private final MeasuredHost host;
    private final Validators validators;
    private final PrintStream progress;
    private double ratePerConnection = 150;

    private SignedThroughput(MeasuredHost host, Validators validators, PrintStream progress) {
        this.host = host;
        this.validators = validators;
        this.progress = progress;
    }

    static Figures measure(PrintStream progress) throws Exception {
        // All clients share one address and send without a pause, so the rate limits must not apply.
        try (Validators validators = new Validators(VALIDATORS);
                MeasuredHost host = MeasuredHost.start(
                        home -> home.writeMetagraph(validators.publicKeys()),
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
                                    .exchange(SampleQuery.toBytes(first.request(QUERY)))
                                    .status()
                            == 200;
                } catch (IOException e) {
                    return false;
                }
            });
            return new SignedThroughput(host, validators, progress).figures();
        }
    }

    private Figures figures() throws Exception {
        progress.println("  signed: warming up ...");
        for (int i = 0; i < WARM_UPS; i++) {
            runVerifiedLoad(DEFAULT_CONNECTIONS, WARM_UP);
        }
        Figures figures = new Figures();
        double cpuMicros = 0;
        for (int connections : CONNECTIONS) {
            Duration before = host.cpuTime();
            ClosedLoopLoad.Result result = runVerifiedLoad(connections, TURN);
            if (connections == DEFAULT_CONNECTIONS) {
                cpuMicros = toMicros(host.cpuTime().minus(before)) / result.answers();
            }
            progress.printf(
                    "  signed, %d connections: %,.0f/s, p99 %.1f ms%n",
                    connections, result.perSecond(), result.p99Ms());
            figures.add("verified_" + connections + "_per_s", result.perSecond(), connections + " connections, signed")
                    .add("verified_" + connections + "_p99_ms", result.p99Ms(), "the same");
        }
        double verify = VerifyMeasurement.microsPerVerification();
        double idle = idleCpuMicrosPerSecond();
        return figures.add("verified_cpu_us", cpuMicros, "CPU time of the host for one verified request")
                .add("sr25519_us", verify, "one verification, measured on one thread")
                .add("sr25519_share", verify / cpuMicros, "of the CPU time of a verified request")
                .add(
                        "unknown_hotkey_cpu_us",
                        cpuMicrosOfRejected(requestOfUnknownHotkey(), 403, idle),
                        "CPU time of a request of an unknown hotkey; goal 30")
                .add(
                        "forger_cpu_us",
                        cpuMicrosOfRejected(requestWithForgedSignature(), 401, idle),
                        "CPU time of a request with a forged signature")
                .add("idle_cpu_us_per_s", idle, "CPU time of the idle host, subtracted from the two above");
    }

    /** Runs verified load; the number of requests signed beforehand follows from the rate of the last turn. */
    private ClosedLoopLoad.Result runVerifiedLoad(int connections, Duration time)
            throws IOException, InterruptedException {
        int count = (int) Math.ceil(1.5
                * ratePerConnection
                * DEFAULT_CONNECTIONS
                / Math.min(connections, DEFAULT_CONNECTIONS)
                * time.toMillis()
                / 1e3);
        List<Iterator<byte[]>> signed = IntStream.range(0, connections)
                .parallel()
                .mapToObj(connection -> sign(connection, connections, count))
                .toList();
        ClosedLoopLoad.Result result = new ClosedLoopLoad(host.port(), 200).run(signed, time);
        if (connections == DEFAULT_CONNECTIONS) {
            ratePerConnection = result.perSecond() / connections;
        }
        return result;
    }

    /** Signs requests of several validators in turn, because an axon limits the requests of each hotkey. No two connections share one. */
    private Iterator<byte[]> sign(int connection, int connections, int count) {
        long begin = Dendrite.epochNanos() + NONCE_LEAD_NS;
        long[] issued = {begin};
        List<Dendrite> dendrites = IntStream.iterate(connection, i -> i < VALIDATORS, i -> i + connections)
                .mapToObj(validator -> validators.dendrite(validator, host.port(), () -> ++issued[0]))
                .toList();
        List<byte[]> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            requests.add(SampleQuery.toBytes(dendrites.get(i % dendrites.size()).request(QUERY)));
        }
        return requests.iterator();
    }

    /** Correctly signed with a hotkey that is not in the metagraph. */
    private byte[] requestOfUnknownHotkey() {
        return SampleQuery.toBytes(validators.unregistered(host.port()).request(QUERY));
    }

    /** A validator's headers with the signature of another key. */
    private byte[] requestWithForgedSignature() {
        Dendrite.Request real = validators
                .dendrite(0, host.port(), () -> Dendrite.epochNanos() + NONCE_LEAD_NS)
                .request(QUERY);
        Dendrite.Request other = validators.unregistered(host.port()).request(QUERY);
        Map<String, String> headers = new LinkedHashMap<>(real.headers());
        headers.computeIfPresent(
                HeaderNames.DENDRITE_SIGNATURE, (name, own) -> other.headers().get(name));
        return SampleQuery.toBytes(new Dendrite.Request(headers, real.body()));
    }

    private double cpuMicrosOfRejected(byte[] request, int status, double idle)
            throws IOException, InterruptedException {
        ClosedLoopLoad load = new ClosedLoopLoad(host.port(), status);
        load.run(DEFAULT_CONNECTIONS, request, WARM_UP);
        Duration before = host.cpuTime();
        long begun = System.nanoTime();
        ClosedLoopLoad.Result result = load.run(DEFAULT_CONNECTIONS, request, TURN);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double micros = (toMicros(host.cpuTime().minus(before)) - idle * seconds) / result.answers();
        progress.printf("  rejected with %d: %,.0f/s, %.1f us of CPU each%n", status, result.perSecond(), micros);
        return micros;
    }

    /** CPU time of the idle host in microseconds per second. */
    private double idleCpuMicrosPerSecond() throws InterruptedException {
        Duration before = host.cpuTime();
        Thread.sleep(TURN.toMillis());
        return toMicros(host.cpuTime().minus(before)) * 1e3 / TURN.toMillis();
    }

    private static double toMicros(Duration time) {
        return time.toNanos() / 1e3;
    }
}
