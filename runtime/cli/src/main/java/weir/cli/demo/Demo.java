package weir.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import weir.backtest.EvaluationException;
import weir.backtest.Round;
import weir.backtest.RoundLoop;
import weir.backtest.RoundResult;
import weir.backtest.internal.ValidatorTarget;
import weir.cli.CommandFailure;
import weir.cli.ProgressLine;
import weir.cli.host.Assembly;
import weir.cli.host.Home;
import weir.cli.host.HostProcess;
import weir.cli.host.ShippedStrategies;
import weir.cli.settings.Setting;
import weir.strategy.Inventory;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;
import weir.wallet.KeyPair;
import weir.wallet.PublicKey;

/**
 * One evaluation round of a validator against the real host: a process of its own with a home of its own, asked over HTTP, with
 * a newer version of the strategy installed half-way. What the validator concludes is {@link RoundLoop}'s business.
 */
public final class Demo {

    /** Blocks between a validator's questions. */
    static final int CHECK_INTERVAL = 100;

    /** Below the axon's default limit of 50 questions a second for one validator. */
    private static final Duration PACE = Duration.ofMillis(22);

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String VAULT = "0x" + "da".repeat(20);
    private final Assembly assembly;
    private final DemoMarket market;
    private final String strategy;
    private final Consumer<String> say;

    /**
     * @param assembly the host that is played against
     * @param market the day
     * @param strategy name of a shipped strategy
     * @param say where lines for the user go
     */
    Demo(Assembly assembly, DemoMarket market, String strategy, Consumer<String> say) {
        this.assembly = assembly;
        this.market = market;
        this.strategy = strategy;
        this.say = say;
    }

    /** How many questions the round will have. */
    int queries() {
        return Math.toIntExact((market.endBlock() - market.startBlock() + CHECK_INTERVAL - 1) / CHECK_INTERVAL);
    }

    /**
     * Plays it.
     *
     * @param progress told of each question
     * @throws CommandFailure if the host does not start or the validator cannot evaluate the round
     */
    DemoRound play(ProgressLine progress) {
        Path bundle = ShippedStrategies.bundleOf(assembly, strategy);
        try {
            Home home = new Home(Files.createTempDirectory("weir-demo"));
            try {
                home.fill(assembly);
                Files.writeString(home.routes().resolve("demo.json"), route());
                return play(bundle, home, progress);
            } finally {
                remove(home.folder());
            }
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailure.failed(
                    "the demo's own home cannot be made", "Check the space in the folder for temporary files.", e);
        }
    }

    private DemoRound play(Path bundle, Home home, ProgressLine progress) throws IOException {
        long start = System.nanoTime();
        String miner = PublicKey.of(random()).ss58();
        try (KeyPair validator = KeyPair.ofMiniSecret(random())) {
            Files.writeString(home.metagraph(), metagraph(validator.publicKey()));
            try (HostProcess host = HostProcess.start(assembly, home.folder(), Setting.HOTKEY.flag(), miner)) {
                DendriteClient dendrite = new DendriteClient(validator, host.port(), miner);
                awaitServing(host, dendrite);
                say.accept(String.format(
                        "host %d on 127.0.0.1:%d served after %d ms",
                        host.pid(), host.port(), (System.nanoTime() - start) / 1_000_000));
                return play(bundle, home, dendrite, progress);
            }
        }
    }

    private DemoRound play(Path bundle, Home home, DendriteClient dendrite, ProgressLine progress) throws IOException {
        HotInstall install = new HotInstall(bundle, home.plugins(), queries(), PATIENCE);
        AskedMiner miner = new AskedMiner(dendrite, install, new Pace(PACE), progress, queries());
        try {
            RoundResult result = new RoundLoop(round(), new ValidatorTarget())
                    .batch(Map.of(0, miner), new ReplayedHead(market, CHECK_INTERVAL), market.swaps())
                    .get(0);
            return new DemoRound(market, strategy, initialInventory(), miner.exchanges(), install, result);
        } catch (EvaluationException e) {
            throw CommandFailure.failed("the validator cannot evaluate this round", "Try another --strategy.", e);
        }
    }

    /** Until the strategy itself answers the round's first question; no question of the round is asked before. */
    private void awaitServing(HostProcess host, DendriteClient dendrite) {
        Round round = round();
        RebalanceQuery first = new RebalanceQuery(
                round.jobId(),
                VAULT,
                round.pairAddress(),
                round.chainId(),
                round.roundId(),
                RoundType.EVALUATION,
                round.startBlock(),
                market.price(round.startBlock()),
                List.of(),
                round.initialInventory(),
                0,
                round.tickSpacing());
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        DendriteAnswer answer = dendrite.ask(first);
        while (answer.failure() != null || answer.isFallback()) {
            host.requireAlive();
            if (System.nanoTime() > deadline) {
                String why = answer.failure() != null ? answer.failure() : answer.info();
                throw CommandFailure.failed(
                        "the host did not serve within " + START_LIMIT.toSeconds() + " s: " + why
                                + ". Its last words:\n" + host.lastLines(),
                        "Mend what it says; `weir run` starts the same host in the foreground.");
            }
            Pace.pause(PACE);
            answer = dendrite.ask(first);
        }
    }

    private Round round() {
        Pool pool = market.pool();
        return new Round(
                "weir-demo",
                VAULT,
                pool.address(),
                pool.chainId(),
                "weir-demo-1",
                market.startBlock(),
                CHECK_INTERVAL,
                pool.feeRate(),
                pool.tickSpacing(),
                List.of(),
                initialInventory());
    }

    /** Ten of the dearer token, and as much of the other. */
    private Inventory initialInventory() {
        Pool pool = market.pool();
        double price = pool.wholePrice(market.price(market.startBlock()).ratio());
        return price >= 1
                ? new Inventory(pool.token0().raw(10), pool.token1().raw(10 * price))
                : new Inventory(pool.token0().raw(10 / price), pool.token1().raw(10));
    }

    private String route() {
        return String.format(
                "{\"chain\": %d, \"pair\": \"%s\", \"strategy\": \"%s\"}%n",
                market.pool().chainId(), market.pool().address(), strategy);
    }

    /** The host's snapshot of the subnet: one validator, which is us. */
    private static String metagraph(PublicKey validator) {
        return String.format(
                "{\"neurons\": [{\"hotkey\": \"%s\", \"permit\": true, \"stake\": 1000000}]}%n", validator.ss58());
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
