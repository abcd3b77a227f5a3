package weir.cli.backtest;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.PeriodParser;
import weir.backtest.experiment.StoredPool;
import weir.backtest.result.Model;
import weir.backtest.round.RoundPlan;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.PoolFees;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.SwapHistory;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadata.Kind;
import weir.history.pool.PoolMetadataStore;
import weir.launcher.Home;
import weir.strategy.Inventory;
import weir.uniswap.v3.SwapMath;

/** Options of a command that replays a period: pool, blocks, rounds, models, targets. */
final class RunOptions {

    /** The default of Slipstream's contracts; a pool without a living gauge has 0. */
    private static final double SLIPSTREAM_UNSTAKED_FEE = 0.1;

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            description = "0x… on Base, or CHAIN:0x…; not needed if the history has one pool.")
    private String pool;

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            description = "First block, or a date such as 2024-01-05 or 2024-01-05T12:00:00Z (the first stored block).")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "WHEN",
            description = "Last block, or a date, including the whole day (the last stored block).")
    private String to;

    @Option(
            names = "--from-share",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Leaves out this part of the rounds at the start of the period: 0.6 leaves the last 40 %%.")
    private double fromShare;

    @Option(
            names = "--to-share",
            paramLabel = "SHARE",
            defaultValue = "1",
            description =
                    "Ends after this part of the rounds: 0.6 leaves the first 60 %%, which --from-share 0.6 leaves out.")
    private double toShare;

    @Option(
            names = "--round-blocks",
            paramLabel = "N",
            defaultValue = "450",
            description = "Blocks of a round; 450 are 900 s on Base (${DEFAULT-VALUE}).")
    private long roundBlocks;

    @Option(
            names = "--inventory",
            paramLabel = "A0,A1",
            split = ",",
            hideParamSyntax = true,
            description = "Inventory at the start of a round, in whole tokens (ten of the more expensive token and the"
                    + " same value of the other).")
    private List<Double> inventory = List.of();

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            split = ",",
            hideParamSyntax = true,
            description =
                    "validator: the validator's arithmetic; strict: the same, with allocations reduced to the tokens that"
                            + " positions use; v3: that of a real position; several with commas, or all (all for backtest,"
                            + " validator,v3 for sweep).")
    private List<String> models = List.of();

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            split = ",",
            hideParamSyntax = true,
            description = "Scores to compute: validator, validator-baseline, guide, validator-2025, MaxFees, MinIL,"
                    + " Balanced (all; validator-baseline with --vault-position or --baseline initial).")
    private List<String> targets = List.of();

    @Option(
            names = "--gas",
            paramLabel = "MINT,BURN,COLLECT",
            split = ",",
            hideParamSyntax = true,
            description = "Cost of transactions in model v3, in whole token1 (none).")
    private List<Double> gas = List.of();

    @Option(
            names = "--staked",
            description = "The positions are staked, so that their fees go to the gauge (Slipstream); model v3.")
    private boolean staked;

    @Option(
            names = "--unstaked-fee",
            paramLabel = "RATE",
            description =
                    "Part of the fees that unstaked positions lose to staked ones, as a fraction; model v3 (0.1 in a"
                            + " Slipstream pool, 0 in others).")
    private Double unstakedFee;

    @Mixin
    private LoopFlags loop;

    /** The selected pool. */
    StoredPool pool(SwapHistory history, Home home) {
        return StoredPool.select(history, pool, new PoolMetadataStore(home.pools()), home.history());
    }

    /**
     * @param history open while the plan is replayed
     * @param defaultModels the models if {@code --model} is not given
     */
    BacktestPlan toPlan(SwapHistory history, StoredPool stored, Set<Model> defaultModels) {
        if (roundBlocks < 2) {
            throw WeirException.usage("--round-blocks " + roundBlocks + " is too small", "Give at least 2 blocks.");
        }
        BlockRange blocks = part(new PeriodParser(history, stored.poolInfo()).parse(from, to));
        PoolMetadata metadata = stored.metadata();
        RoundPlan rounds = RoundPlan.of(metadata, inventory(history, stored, blocks), roundBlocks);
        BacktestPlan plan = new BacktestPlan(
                history,
                metadata,
                blocks,
                loop.apply(rounds, metadata),
                targets(),
                models(defaultModels),
                gas(metadata),
                fees(metadata));
        if (plan.roundCount() == 0) {
            throw WeirException.usage(
                    "the period has " + (blocks.last() - blocks.first() + 1) + " blocks (" + blocks
                            + "), and a round has " + roundBlocks,
                    "Give a longer period, or shorter rounds with --round-blocks.");
        }
        return plan;
    }

    /** The rounds of a period between two shares of it. Parts that meet at a share have no round in common. */
    BlockRange part(BlockRange period) {
        if (!(fromShare >= 0 && fromShare < toShare && toShare <= 1)) {
            throw WeirException.usage(
                    "--from-share " + fromShare + " and --to-share " + toShare + " contain no rounds",
                    "Give shares from 0 to 1, the first one smaller; for example, --from-share 0.6 selects the last 40 %.");
        }
        if (fromShare == 0 && toShare == 1) {
            return period;
        }
        long rounds = (period.last() - period.first() + 1) / roundBlocks;
        long first = period.first() + (long) (rounds * fromShare) * roundBlocks;
        long last = period.first() + (long) (rounds * toShare) * roundBlocks - 1;
        if (last < first) {
            throw WeirException.usage(
                    "the part from " + fromShare + " to " + toShare + " of " + rounds + " rounds has no round",
                    "Give a larger part, or a longer period.");
        }
        return new BlockRange(first, last);
    }

    /** The initial inventory as stored scores name it; the default depends on the price of each period. */
    String inventory() {
        return inventory.isEmpty() ? "default" : inventory.get(0) + "," + inventory.get(1);
    }

    private Inventory inventory(SwapHistory history, StoredPool stored, BlockRange blocks) {
        PoolMetadata metadata = stored.metadata();
        if (inventory.isEmpty()) {
            return StoredPool.defaultInventory(
                    metadata, stored.priceBefore(history, blocks.first()).orElseGet(() -> {
                        System.err.println(
                                "weir: no price is stored before block " + blocks.first()
                                        + ": the default inventory uses the first price after it. To set the inventory, give --inventory.");
                        return stored.priceAtOrAfter(history, blocks.first());
                    }));
        }
        requireAmounts("--inventory", inventory, 2);
        return new Inventory(
                metadata.token0().raw(inventory.get(0)), metadata.token1().raw(inventory.get(1)));
    }

    private List<ScoringTarget> targets() {
        try {
            return loop.withBaseline(
                    targets.isEmpty()
                            ? ScoringTargets.defaults()
                            : targets.stream()
                                    .distinct()
                                    .map(ScoringTargets::byName)
                                    .toList());
        } catch (IllegalArgumentException e) {
            throw WeirException.usage("--target: " + e.getMessage(), "Choose one or more of them, with commas.");
        }
    }

    /** The models of {@code --model}, or the given ones without it. */
    Set<Model> models(Set<Model> defaultModels) {
        return models.isEmpty()
                ? defaultModels
                : models.stream().flatMap(name -> models(name).stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<Model> models(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "all" -> Set.of(Model.values());
            case "both" -> Set.of(Model.VALIDATOR, Model.V3);
            case "validator" -> Set.of(Model.VALIDATOR);
            case "strict" -> Set.of(Model.STRICT);
            case "v3" -> Set.of(Model.V3);
            default ->
                throw WeirException.usage(
                        "--model " + name + " is not a model",
                        "Choose validator, strict or v3, several with commas, or all.");
        };
    }

    /** The fees of a pool with these options. */
    PoolFees fees(PoolMetadata metadata) {
        boolean isSlipstream = metadata.kind().filter(Kind.SLIPSTREAM::equals).isPresent();
        double lost = unstakedFee != null ? unstakedFee : isSlipstream ? SLIPSTREAM_UNSTAKED_FEE : 0;
        if (!(lost >= 0 && lost <= 1)) {
            throw WeirException.usage(
                    "--unstaked-fee " + lost + " is not a fraction", "Give for example 0.1 for 10 %.");
        }
        return new PoolFees(metadata.feePips(), (int) Math.round(lost * SwapMath.PIPS), staked);
    }

    private GasCosts gas(PoolMetadata metadata) {
        if (gas.isEmpty()) {
            return GasCosts.ZERO;
        }
        requireAmounts("--gas", gas, 3);
        List<BigInteger> raw = gas.stream().map(metadata.token1()::raw).toList();
        return new GasCosts(raw.get(0), raw.get(1), raw.get(2));
    }

    private static void requireAmounts(String flag, List<Double> values, int count) {
        if (values.size() != count || values.stream().anyMatch(value -> !(value >= 0 && value < 1e30))) {
            throw WeirException.usage(
                    flag + " " + values + " is not " + count + " amounts",
                    "Give them with commas and a decimal point.");
        }
    }
}
