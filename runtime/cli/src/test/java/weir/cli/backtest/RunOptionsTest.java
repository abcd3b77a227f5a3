package weir.cli.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weir.backtest.result.Model;
import weir.backtest.v3.PoolFees;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadata.Kind;
import weir.history.pool.PoolMetadata.Token;

class RunOptionsTest {

    @Command
    private static final class Flags {
        @Mixin
        private RunOptions options;
    }

    private static PoolFees fees(Optional<Kind> kind, String... arguments) {
        Flags flags = new Flags();
        new CommandLine(flags).parseArgs(arguments);
        Token token = new Token("A", 18);
        return flags.options.fees(new PoolMetadata(8453, "0x" + "ab".repeat(20), token, token, 500, 100, kind));
    }

    @Test
    void unstakedFeeDependsOnTheKindOfThePool() {
        assertEquals(new PoolFees(500, 100_000, false), fees(Optional.of(Kind.SLIPSTREAM)));
        assertEquals(new PoolFees(500, 0, false), fees(Optional.of(Kind.UNISWAP_V3)));
        assertEquals(new PoolFees(500, 0, false), fees(Optional.empty()));
        assertEquals(
                new PoolFees(500, 50_000, true), fees(Optional.of(Kind.SLIPSTREAM), "--unstaked-fee=0.05", "--staked"));
    }

    @ParameterizedTest
    @CsvSource({"-0.1", "1.01", "NaN"})
    void unstakedFeeOutsideItsRangeIsNamed(String fee) {
        WeirException e =
                assertThrows(WeirException.class, () -> fees(Optional.empty(), "--unstaked-fee=" + fee, "--staked"));
        assertTrue(e.isUsageError() && e.getMessage().contains("--unstaked-fee " + fee), e.getMessage());
    }

    private static Set<Model> models(String... arguments) {
        Flags flags = new Flags();
        new CommandLine(flags).parseArgs(arguments);
        return flags.options.models(Set.of(Model.STRICT));
    }

    @Test
    void severalModelsCanBeChosen() {
        assertEquals(Set.of(Model.STRICT), models());
        assertEquals(Set.of(Model.VALIDATOR, Model.V3), models("--model=validator,V3"));
        assertEquals(Set.of(Model.values()), models("--model", "all"));
        WeirException e = assertThrows(WeirException.class, () -> models("--model=v3,v4"));
        assertTrue(e.isUsageError() && e.getMessage().contains("--model v4"), e.getMessage());
    }

    private static BlockRange part(String... arguments) {
        Flags flags = new Flags();
        new CommandLine(flags).parseArgs(arguments);
        // 10 rounds of 75 blocks, and 7 blocks more.
        return flags.options.part(new BlockRange(1_000, 1_756));
    }

    @Test
    void sharesDivideThePeriodIntoPartsWithoutCommonRounds() {
        assertEquals(new BlockRange(1_000, 1_756), part("--round-blocks=75"));
        assertEquals(new BlockRange(1_000, 1_449), part("--round-blocks=75", "--to-share=0.6"));
        assertEquals(new BlockRange(1_450, 1_749), part("--round-blocks=75", "--from-share=0.6"));
        assertEquals(new BlockRange(1_375, 1_524), part("--round-blocks=75", "--from-share=0.55", "--to-share=0.79"));
    }

    @ParameterizedTest
    @CsvSource({"-0.1,1", "0.6,0.6", "0.7,0.6", "0,1.1", "NaN,1", "0.91,0.99"})
    void sharesWithoutARoundAreNamed(String from, String to) {
        WeirException e = assertThrows(
                WeirException.class, () -> part("--round-blocks=75", "--from-share=" + from, "--to-share=" + to));
        assertTrue(e.isUsageError() && e.getMessage().contains(Double.parseDouble(from) + " "), e.getMessage());
    }
}
