package weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import weir.demo.Dendrite;

/** The assembled host with a route for each of some pairs, and validators who ask about them at a fixed rate. */
final class AskedHost implements AutoCloseable {

    static final int VALIDATORS = 8;
    static final int PER_SECOND = 200;

    private final List<SwappedPair> pairs;
    private final Validators validators;
    private final Host host;

    private AskedHost(List<SwappedPair> pairs, Validators validators, Host host) {
        this.pairs = pairs;
        this.validators = validators;
        this.host = host;
    }

    /**
     * Starts it, and waits until every pair is served.
     *
     * @param more what is put into its home besides
     */
    static AskedHost start(List<SwappedPair> pairs, Host.Preparation more) throws IOException, InterruptedException {
        Validators validators = new Validators(VALIDATORS);
        Host.Preparation prepared = home -> {
            home.admit(validators.publicKeys());
            for (SwappedPair pair : pairs) {
                Files.writeString(home.routes().resolve(pair.routeFile()), pair.route());
            }
            more.of(home);
        };
        // All validators are at one address here, so the limit of an address would be theirs together.
        Host host = Host.start(prepared, "--hotkey", validators.miner(), "--axon.requests_per_address", "0");
        AskedHost asked = new AskedHost(pairs, validators, host);
        try {
            for (SwappedPair pair : pairs) {
                host.await(pair.routeFile() + " is not served", () -> asked.serves(pair));
            }
            return asked;
        } catch (RuntimeException | InterruptedException e) {
            asked.close();
            throw e;
        }
    }

    private boolean serves(SwappedPair pair) {
        SwapTally first = new SwapTally();
        OpenLoad.ask(validator(0), host.port(), pair, first);
        return first.lost() == 0;
    }

    Host host() {
        return host;
    }

    /** One of those who ask. */
    Dendrite validator(int number) {
        return validators.dendrite(number, host.port());
    }

    /** What is not yet compiled would be charged to whoever comes first. */
    void warmUp(Duration time) throws InterruptedException {
        try (OpenLoad load = load(new SwapTally())) {
            Thread.sleep(time.toMillis());
        }
    }

    /** Questions go on until it is closed. */
    OpenLoad load(SwapTally tally) {
        return new OpenLoad(validators, PER_SECOND, host.port(), pairs, tally);
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
