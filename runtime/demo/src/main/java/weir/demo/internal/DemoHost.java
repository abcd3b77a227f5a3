package weir.demo.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.demo.DendriteResponse;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadataStore;
import weir.keys.KeyPair;
import weir.launcher.AdminPort;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.launcher.HostProcess;
import weir.launcher.settings.Setting;
import weir.protocol.PublicKey;
import weir.strategy.RebalanceQuery;

/**
 * A host process with a temporary home, a random hotkey, and one validator in its metagraph whose key exists only here. Closing
 * it, or the end of this process, stops the host and removes the home.
 */
public final class DemoHost implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    /** Time in which the host reports an invalid route file; it reads such a file twice before. */
    private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(3);

    private static final String ROUTE = "demo";

    private final Home home;
    private final KeyPair validator;
    private final HostProcess process;
    private final DendriteClient dendrite;
    private final Thread shutdownHook = new Thread(this::stopAndRemoveHome, "remove-demo-home");

    private DemoHost(Home home, KeyPair validator, HostProcess process, DendriteClient dendrite) {
        this.home = home;
        this.validator = validator;
        this.process = process;
        this.dendrite = dendrite;
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /**
     * Starts a host with one route besides the shipped one; does not wait for it.
     *
     * @param route text of the route file
     * @param market the market whose description and swaps before the round are stored in the home; empty for none
     * @throws WeirException if the home cannot be written
     */
    public static DemoHost start(Assembly assembly, String route, Optional<DemoMarket> market) {
        try {
            TemporaryDirectory directory = TemporaryDirectory.create("weir-demo");
            try {
                return start(assembly, route, market, new Home(directory.path()));
            } catch (IOException | RuntimeException e) {
                directory.remove();
                throw e;
            }
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot write the demo's temporary home", "Check the free space of the temporary directory.", e);
        }
    }

    private static DemoHost start(Assembly assembly, String route, Optional<DemoMarket> market, Home home)
            throws IOException {
        home.fill(assembly);
        KeyPair validator = KeyPair.ofMiniSecret(randomBytes());
        String miner = PublicKey.of(randomBytes()).ss58();
        Files.writeString(home.routes().resolve(ROUTE + ".json"), route);
        home.writeMetagraph(List.of(validator.publicKey()));
        market.ifPresent(each -> store(each, home));
        HostProcess process = HostProcess.start(assembly, home, Setting.HOTKEY.flag(), miner);
        return new DemoHost(home, validator, process, new DendriteClient(validator, process.port(), miner));
    }

    /** Stores what a host knows of a market before the round. The operator page needs the description to show whole tokens. */
    private static void store(DemoMarket market, Home home) {
        new PoolMetadataStore(home.pools()).save(market.pool());
        try (SwapStore store = SwapStore.embedded(home.history())) {
            market.storeEarlierSwaps(store);
        }
    }

    Home home() {
        return home;
    }

    HostProcess process() {
        return process;
    }

    /** Waits until the admin port is open, and returns a URL of the operator page; see {@link AdminPort#pageUrl}. */
    public String pageUrl() {
        return process.await("its admin port does not open", START_TIMEOUT, () -> {
            try {
                return Optional.of(new AdminPort(home).pageUrl());
            } catch (AdminPort.NotRunningException e) {
                return Optional.empty();
            }
        });
    }

    /** Waits until the host ends. */
    public void awaitEnd() throws InterruptedException {
        process.awaitEnd();
    }

    /** A client that signs with the validator's key. */
    public DendriteClient dendrite() {
        return dendrite;
    }

    /**
     * Waits until a strategy answers a query.
     *
     * @throws WeirException if the host ends or does not serve within a minute, or at once if it has rejected the route
     */
    public void awaitServing(RebalanceQuery query) {
        process.await("it does not serve the demo's route", START_TIMEOUT, () -> {
            DendriteResponse response = dendrite.ask(query);
            if (response.failure() == null && !response.route().equals(ROUTE)) {
                // Routes are loaded before the first answer.
                throw routeRejected(response.route());
            }
            return response.failure() == null && !response.isFallback() ? Optional.of(response) : Optional.empty();
        });
    }

    private WeirException routeRejected(String answeringRoute) {
        String file = ROUTE + ".json: ";
        String reportedReason = process.await(
                "it rejected the demo's route and answers by " + answeringRoute,
                REPORT_TIMEOUT,
                () -> process.lastLines()
                        .lines()
                        .filter(line -> line.contains(file))
                        .map(line -> line.substring(line.indexOf(file)))
                        .findFirst());
        return WeirException.failed(
                "the host rejected the demo's route and answers by " + answeringRoute + ": " + reportedReason,
                "Correct that; `weir run` starts the same host in the foreground.");
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook does the same.
            return;
        }
        stopAndRemoveHome();
    }

    private void stopAndRemoveHome() {
        process.close();
        validator.close();
        new TemporaryDirectory(home.folder()).remove();
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
