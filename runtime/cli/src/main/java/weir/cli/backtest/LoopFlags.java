package weir.cli.backtest;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import weir.backtest.ValidatorEvaluation.BlockPrice;
import weir.backtest.round.LoopOptions;
import weir.backtest.round.RoundPlan;
import weir.backtest.round.VaultPosition;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;
import weir.base.WeirException;
import weir.history.pool.PoolMetadata;
import weir.uniswap.v3.TickMath;
import weir.uniswap.v3.TickRange;

/** Options for the ways in which a validator's rounds differ from ideal ones; see "Known differences" in docs/backtest.md. */
final class LoopFlags {

    @Option(
            names = "--check-interval",
            paramLabel = "N",
            defaultValue = "" + RoundPlan.CHECK_INTERVAL_BLOCKS,
            description = "Blocks between two checks of a round, at which the miner is queried (${DEFAULT-VALUE}).")
    private long checkInterval;

    @Option(
            names = "--fee-rate",
            paramLabel = "RATE",
            description =
                    "Fee rate in the validator's database, as a fraction such as 0.0005 (default: the pool's fee).")
    private Double feeRate;

    @Option(
            names = "--start-delay",
            paramLabel = "N",
            defaultValue = "0",
            description = "Blocks from the start of a round to the price of its first query (${DEFAULT-VALUE}).")
    private long startDelay;

    @Option(
            names = "--charge-delay",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Blocks from the price in a query to the price at which the tokens of new positions are subtracted (${DEFAULT-VALUE}).")
    private long chargeDelay;

    @Option(
            names = "--queries-per-check",
            paramLabel = "N",
            defaultValue = "1",
            description = "Queries within one block at every check but the first (${DEFAULT-VALUE}).")
    private int queriesPerCheck;

    @Option(
            names = "--block-price",
            paramLabel = "SWAP",
            defaultValue = "last",
            description = "Which swap of a block gives its price in model validator: first or last (${DEFAULT-VALUE}).")
    private String blockPrice;

    @Option(
            names = "--exact-price",
            description = "Queries have the exact price, not the double that a validator sends.")
    private boolean exactPrice;

    @Option(
            names = "--vault-position",
            paramLabel = "LOWER,UPPER,LIQUIDITY",
            description = "A position that the vault holds at the start of every round; can be repeated.")
    private List<String> vaultPositions = List.of();

    @Option(
            names = "--baseline",
            paramLabel = "BASELINE",
            defaultValue = "none",
            description = "Whether the score compares with the positions at the start of the round, had they stayed:"
                    + " none or initial (${DEFAULT-VALUE}).")
    private String baseline;

    /**
     * The targets with the baseline of these settings: if rounds start with positions or the baseline is chosen, the validator's target
     * stands with and without it, the chosen one first.
     *
     * @param chosen targets without the one that has a baseline, unless the user names it
     */
    List<ScoringTarget> withBaseline(List<ScoringTarget> chosen) {
        ScoringTarget without = ScoringTargets.byName(ScoringTargets.VALIDATOR);
        ScoringTarget with = ScoringTargets.byName(ScoringTargets.VALIDATOR_BASELINE);
        boolean isFirst = isBaselineInitial();
        if (isFirst && !chosen.contains(without) && !chosen.contains(with)) {
            throw WeirException.usage(
                    "--baseline initial changes only the target validator, which --target does not name",
                    "Add validator to --target, or leave out --baseline.");
        }
        if (!isFirst && vaultPositions.isEmpty()) {
            return chosen;
        }
        return chosen.stream()
                .flatMap(target -> !target.equals(without)
                        ? Stream.of(target)
                        : isFirst ? Stream.of(with, without) : Stream.of(without, with))
                .distinct()
                .toList();
    }

    private boolean isBaselineInitial() {
        return switch (baseline.toLowerCase(Locale.ROOT)) {
            case "none" -> false;
            case "initial" -> true;
            default -> throw WeirException.usage("--baseline " + baseline + " is unknown", "Choose none or initial.");
        };
    }

    /** The plan with these settings. */
    RoundPlan apply(RoundPlan plan, PoolMetadata pool) {
        double rate = feeRate == null ? pool.feeRate() : feeRate;
        if (!(rate >= 0 && rate < 1)) {
            throw WeirException.usage(
                    "--fee-rate " + rate + " is not a fraction", "Give for example 0.0005 for 0.05 %.");
        }
        try {
            LoopOptions loop = new LoopOptions(startDelay, chargeDelay, queriesPerCheck, blockPrice(), exactPrice);
            return plan.with(
                    checkInterval,
                    rate,
                    loop,
                    vaultPositions.stream()
                            .map(text -> vaultPosition(text, pool.tickSpacing()))
                            .toList());
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(
                    e.getMessage(), "Correct --check-interval, --start-delay, --charge-delay or --queries-per-check.");
        }
    }

    private BlockPrice blockPrice() {
        return switch (blockPrice.toLowerCase(Locale.ROOT)) {
            case "first" -> BlockPrice.FIRST;
            case "last" -> BlockPrice.LAST;
            default ->
                throw WeirException.usage("--block-price " + blockPrice + " is unknown", "Choose first or last.");
        };
    }

    private static VaultPosition vaultPosition(String text, int spacing) {
        if (!text.matches("-?\\d{1,7},-?\\d{1,7},\\d{1,39}")) {
            throw invalid(text, "is not a position", spacing);
        }
        String[] fields = text.split(",");
        int lower = Integer.parseInt(fields[0]);
        int upper = Integer.parseInt(fields[1]);
        if (lower >= upper || lower < TickMath.MIN_TICK || upper > TickMath.MAX_TICK) {
            throw invalid(text, "is not a range of ticks", spacing);
        }
        if (lower % spacing != 0 || upper % spacing != 0) {
            throw invalid(text, "has ticks that are no multiples of the tick spacing " + spacing, spacing);
        }
        BigInteger liquidity = new BigInteger(fields[2]);
        if (liquidity.signum() == 0) {
            throw invalid(text, "has no liquidity", spacing);
        }
        return new VaultPosition(new TickRange(lower, upper), liquidity);
    }

    private static WeirException invalid(String text, String fault, int spacing) {
        return WeirException.usage(
                "--vault-position " + text + " " + fault,
                "Give lower tick, upper tick and liquidity, for example --vault-position=" + -10 * spacing + ","
                        + 10 * spacing + ",1000000000000000.");
    }
}
