package weir.cli.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weir.backtest.ValidatorEvaluation.BlockPrice;
import weir.backtest.round.LoopOptions;
import weir.backtest.round.RoundPlan;
import weir.backtest.round.VaultPosition;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;
import weir.base.WeirException;
import weir.history.pool.PoolMetadata;
import weir.strategy.Inventory;
import weir.uniswap.v3.TickRange;

class LoopFlagsTest {

    private static final PoolMetadata POOL = new PoolMetadata(
            1, "0x" + "ab".repeat(20), new PoolMetadata.Token("A", 18), new PoolMetadata.Token("B", 6), 500, 10);

    @Command
    private static final class Flags {
        @Mixin
        private LoopFlags loop;
    }

    private static RoundPlan apply(String... arguments) {
        Flags flags = new Flags();
        new CommandLine(flags).parseArgs(arguments);
        return flags.loop.apply(RoundPlan.of(POOL, Inventory.NONE, 450), POOL);
    }

    @Test
    void withoutFlagsTheLoopIsIdeal() {
        RoundPlan plan = apply();
        assertEquals(RoundPlan.of(POOL, Inventory.NONE, 450), plan);
        assertEquals(LoopOptions.DEFAULT, plan.template().loop());
    }

    @Test
    void flagsReachThePlan() {
        RoundPlan plan = apply(
                "--check-interval=50",
                "--fee-rate=0.003",
                "--start-delay=4",
                "--charge-delay=1",
                "--queries-per-check=2",
                "--block-price=FIRST",
                "--exact-price",
                "--vault-position=-20,10,1000",
                "--vault-position=0,30,7");
        assertEquals(50, plan.template().checkInterval());
        assertEquals(0.003, plan.template().feeRate());
        assertEquals(
                new LoopOptions(4, 1, 2, BlockPrice.FIRST, true),
                plan.template().loop());
        assertEquals(
                List.of(
                        new VaultPosition(new TickRange(-20, 10), BigInteger.valueOf(1_000)),
                        new VaultPosition(new TickRange(0, 30), BigInteger.valueOf(7))),
                plan.vaultPositions());
    }

    /** Both targets stand in a result if they can differ, the chosen one first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--exact-price                                     | guide validator",
                "--baseline=none                                   | guide validator",
                "--vault-position=-20,10,1000                      | guide validator validator-baseline",
                "--vault-position=-20,10,1000 --baseline=NONE      | guide validator validator-baseline",
                "--vault-position=-20,10,1000 --baseline=initial   | guide validator-baseline validator",
                "--baseline=initial                                | guide validator-baseline validator"
            })
    void baselineAddsATarget(String flags, String expected) {
        assertEquals(expected, names(targets("guide,validator", flags.split(" +"))));
    }

    @Test
    void baselineOfOtherTargetsIsRejected() {
        assertEquals("guide", names(targets("guide", "--vault-position=-20,10,1000")));
        assertEquals("validator-baseline", names(targets("validator-baseline", "--baseline=initial")));
        WeirException e = assertThrows(WeirException.class, () -> targets("guide", "--baseline=initial"));
        assertTrue(e.isUsageError() && e.getMessage().contains("only the target validator"), e.getMessage());
        WeirException unknown = assertThrows(WeirException.class, () -> targets("validator", "--baseline=hold"));
        assertTrue(unknown.getMessage().contains("--baseline hold is unknown"), unknown.getMessage());
    }

    private static List<ScoringTarget> targets(String chosen, String... arguments) {
        Flags flags = new Flags();
        new CommandLine(flags).parseArgs(arguments);
        return flags.loop.withBaseline(
                Stream.of(chosen.split(",")).map(ScoringTargets::byName).toList());
    }

    private static String names(List<ScoringTarget> targets) {
        return targets.stream().map(ScoringTarget::name).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--vault-position=0,10 | --vault-position 0,10 is not a position",
                "--vault-position=a,10,5 | is not a position",
                "--vault-position=10,10,5 | is not a range of ticks",
                "--vault-position=-887280,10,5 | is not a range of ticks",
                "--vault-position=0,15,5 | no multiples of the tick spacing 10",
                "--vault-position=0,10,0 | has no liquidity",
                "--fee-rate=1.5 | --fee-rate 1.5 is not a fraction",
                "--fee-rate=-0.1 | is not a fraction",
                "--fee-rate=NaN | is not a fraction",
                "--block-price=middle | --block-price middle is unknown",
                "--check-interval=0 | checkInterval 0 must be positive",
                "--start-delay=100 | must be shorter than the check interval",
                "--charge-delay=-1 | must not be negative",
                "--queries-per-check=0 | 0 queries per check"
            })
    void invalidFlagIsNamedBesideValidOnes(String flag, String problem) {
        WeirException e =
                assertThrows(WeirException.class, () -> apply("--vault-position=-20,10,1000", flag, "--exact-price"));
        assertTrue(e.isUsageError());
        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }
}
