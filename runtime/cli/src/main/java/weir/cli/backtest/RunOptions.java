package weir.cli.backtest;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;
import weir.backtest.experiment.DefaultInventory;
import weir.backtest.experiment.Model;
import weir.backtest.experiment.Period;
import weir.backtest.experiment.PeriodRun;
import weir.backtest.experiment.StoredPool;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;
import weir.backtest.v3.GasCosts;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.PoolMetadata;
import weir.history.PoolMetadataStore;
import weir.history.SwapHistory;
import weir.launcher.Home;
import weir.strategy.Inventory;

/** What a command says about the period that it plays: pool, blocks, rounds, models, targets. Mixed into it. */
public final class RunOptions {

    /** Blocks of 900 s on Base. */
    private static final String ROUND_BLOCKS = "450";

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            description = "0x… on Base, or CHAIN:0x…; may be left out where the history holds one pool.")
    private String pool;

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            description =
                    "First block, or a date such as 2024-01-05 or 2024-01-05T12:00:00Z (the first that is stored).")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "WHEN",
            description = "Last block, or a date: the whole of that day (the last that is stored).")
    private String to;

    @Option(
            names = "--round-blocks",
            paramLabel = "N",
            defaultValue = ROUND_BLOCKS,
            description = "Blocks of a round (${DEFAULT-VALUE}).")
    private long roundBlocks;

    @Option(
            names = "--inventory",
            paramLabel = "A0,A1",
            split = ",",
            hideParamSyntax = true,
            description = "What every round begins with, in whole tokens (ten of the dearer and as much of the other).")
    private List<Double> inventory = new ArrayList<>();

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "both",
            description = "validator: the validator's arithmetic; v3: a real position's; both (${DEFAULT-VALUE}).")
    private String model;

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            split = ",",
            hideParamSyntax = true,
            description = "Scores to compute: validator, guide, validator-2025, MaxFees, MinIL, Balanced (all).")
    private List<String> targets = new ArrayList<>();

    @Option(
            names = "--gas",
            paramLabel = "MINT,BURN,COLLECT",
            split = ",",
            hideParamSyntax = true,
            description = "What transactions cost in the v3 model, in whole token1 (nothing).")
    private List<Double> gas = new ArrayList<>();

    /**
     * The run that is meant.
     *
     * @param history open while the run is played
     * @throws WeirException saying what is wrong and what there is, if there is no such run
     */
    public PeriodRun run(SwapHistory history, Home home) {
        return run(history, stored(history, home));
    }

    StoredPool stored(SwapHistory history, Home home) {
        return StoredPool.choose(history, pool, new PoolMetadataStore(home.pools()), home.history());
    }

    PeriodRun run(SwapHistory history, StoredPool stored) {
        BlockRange blocks = new Period(history, stored.info()).resolve(from, to);
        if (roundBlocks < 2) {
            throw WeirException.usage("--round-blocks " + roundBlocks + " is no round", "Give at least 2 blocks.");
        }
        PeriodRun run = new PeriodRun(
                history,
                stored.pool(),
                blocks,
                roundBlocks,
                inventory(stored.pool(), history, stored, blocks),
                targets(),
                models(),
                gas(stored.pool()));
        if (run.rounds() == 0) {
            throw WeirException.usage(
                    "blocks " + blocks + " are " + (blocks.last() - blocks.first() + 1) + ", and a round has "
                            + roundBlocks,
                    "Give a longer period, or shorter rounds with --round-blocks.");
        }
        return run;
    }

    /** What rounds begin with, as the board of scores tells runs apart: the default follows the price of each period. */
    String inventory() {
        return inventory.isEmpty() ? "default" : inventory.get(0) + "," + inventory.get(1);
    }

    private Inventory inventory(PoolMetadata of, SwapHistory history, StoredPool stored, BlockRange blocks) {
        if (inventory.isEmpty()) {
            return DefaultInventory.at(
                    of, stored.priceBefore(history, blocks.first()).orElseGet(() -> {
                        System.err.println(
                                "weir: no price is stored before block " + blocks.first()
                                        + ": the inventory is ten of the dearer token by the first price after it; --inventory sets it");
                        return stored.priceFrom(history, blocks.first());
                    }));
        }
        requireCount("--inventory", inventory, 2);
        return new Inventory(of.token0().raw(inventory.get(0)), of.token1().raw(inventory.get(1)));
    }

    private List<ScoringTarget> targets() {
        if (targets.isEmpty()) {
            return ScoringTargets.all();
        }
        try {
            return targets.stream().distinct().map(ScoringTargets::named).toList();
        } catch (IllegalArgumentException e) {
            throw WeirException.usage("--target: " + e.getMessage(), "Choose one or more of them, with commas.");
        }
    }

    private Set<Model> models() {
        if (model.toLowerCase(Locale.ROOT).equals("both")) {
            return Set.of(Model.values());
        }
        for (Model one : Model.values()) {
            if (one.label().equals(model.toLowerCase(Locale.ROOT))) {
                return Set.of(one);
            }
        }
        throw WeirException.usage("--model " + model + " is no model", "Choose validator, v3 or both.");
    }

    private GasCosts gas(PoolMetadata of) {
        if (gas.isEmpty()) {
            return GasCosts.NONE;
        }
        requireCount("--gas", gas, 3);
        List<BigInteger> raw = gas.stream().map(of.token1()::raw).toList();
        return new GasCosts(raw.get(0), raw.get(1), raw.get(2));
    }

    private static void requireCount(String flag, List<Double> values, int count) {
        if (values.size() != count || values.stream().anyMatch(value -> !(value >= 0 && value < 1e30))) {
            throw WeirException.usage(
                    flag + " " + values + " is not " + count + " amounts",
                    "Give them with commas and a decimal point.");
        }
    }
}
