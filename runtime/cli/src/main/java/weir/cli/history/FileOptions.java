package weir.cli.history;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.history.load.SwapCsvReader;

/** The options that tell what a file of swaps does not say itself. */
final class FileOptions {

    private static final int MAX_DECIMALS = 36;

    @Option(
            names = "--decimals0",
            paramLabel = "N",
            description = "Decimals of token0, if the amounts of the file are whole tokens, as The Graph's.")
    private Integer decimals0;

    @Option(names = "--decimals1", paramLabel = "N", description = "Decimals of token1.")
    private Integer decimals1;

    @Option(
            names = "--column",
            paramLabel = "NAME=COLUMN",
            description = "Column of the file for a name below, such as amount0=amount_weth. May be repeated.")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(
            names = "--derive-liquidity",
            description =
                    "Derive the liquidity from prices and amounts, because the file has none, as The Graph's. For swaps that"
                            + " crossed ticks it is an average.")
    private boolean deriveLiquidity;

    SwapCsvReader.Options options() {
        if ((decimals0 == null) != (decimals1 == null)) {
            throw WeirException.usage("only one of --decimals0 and --decimals1 is given", "Give both, or none.");
        }
        return new SwapCsvReader.Options(
                Optional.empty(),
                decimals("--decimals0", decimals0),
                decimals("--decimals1", decimals1),
                columns,
                deriveLiquidity);
    }

    private static OptionalInt decimals(String flag, Integer value) {
        if (value != null && (value < 0 || value > MAX_DECIMALS)) {
            throw WeirException.usage(flag + " is " + value, "Give a number from 0 to " + MAX_DECIMALS + ".");
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
