package weir.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import weir.bench.load.AnswerStats;
import weir.bench.load.OpenLoopLoad;
import weir.bench.load.TestPair;
import weir.bench.load.Validators;
import weir.protocol.synapse.Dendrite;

/** The assembled host with a route for each test pair, and validators that query them at a fixed rate. */
public final class LoadedHost implements AutoCloseable {

    public static final int VALIDATORS = 8;
    public static final int PER_SECOND = 200;

    private final List<TestPair> pairs;
    private final Validators validators;
    private final MeasuredHost host;

    private LoadedHost(List<TestPair> pairs, Validators validators, MeasuredHost host) {
        this.pairs = pairs;
        this.validators = validators;
        this.host = host;
    }

    /**
     * Starts the host and waits until every pair is served.
     *
     * @param more writes further files into the home before the start
     */
    public static LoadedHost start(List<TestPair> pairs, MeasuredHost.Preparation more)
            throws IOException, InterruptedException {
        Validators validators = new Validators(VALIDATORS);
        MeasuredHost.Preparation prepared = home -> {
            home.writeMetagraph(validators.publicKeys());
            for (TestPair pair : pairs) {
                Files.writeString(home.routes().resolve(pair.routeFile()), pair.route());
            }
            more.prepare(home);
        };
        // All validators share one address here, so the limit per address must not apply.
        MeasuredHost host =
                MeasuredHost.start(prepared, "--hotkey", validators.miner(), "--axon.requests_per_address", "0");
        LoadedHost loaded = new LoadedHost(pairs, validators, host);
        try {
            for (TestPair pair : pairs) {
                host.await(pair.routeFile() + " is not served", () -> loaded.isServed(pair));
            }
            return loaded;
        } catch (RuntimeException | InterruptedException e) {
            loaded.close();
            throw e;
        }
    }

    private boolean isServed(TestPair pair) {
        AnswerStats stats = new AnswerStats();
        OpenLoopLoad.send(dendrite(0), host.port(), pair, stats);
        return stats.lost() == 0;
    }

    public MeasuredHost host() {
        return host;
    }

    /** The client of one validator. */
    Dendrite dendrite(int number) {
        return validators.dendrite(number, host.port());
    }

    /** Runs the load for a while, so that the code is compiled before it is measured. */
    public void warmUp(Duration time) throws InterruptedException {
        try (OpenLoopLoad load = load(new AnswerStats())) {
            Thread.sleep(time.toMillis());
        }
    }

    /** Starts the load; the caller closes it. */
    public OpenLoopLoad load(AnswerStats stats) {
        return new OpenLoopLoad(validators, PER_SECOND, host.port(), pairs, stats);
    }

    @Override
    public void close() throws IOException {
        try {
            host.close();
        } finally {
            validators.close();
        }
    }
}
