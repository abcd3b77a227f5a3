package weir.backtest.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.history.HistoryException;
import weir.strategy.Swap;
import weir.vectors.Recorded;
import weir.vectors.Recorded.Dataset;

/** Files of swaps: real ones whole, impossible rows refused with place and remedy. */
class RecordedSwapsTest {

    private static final String HEADER = "block_number,log_index,sqrt_price_x96,tick,liquidity,amount0,amount1\n";

    /** 2^96: the lower edge of tick 0. */
    private static final String FIRST = "100,3,79228162514264337593543950336,0,1000,-5,7\n";

    @TempDir
    private Path folder;

    @Test
    void realFilesAreAccepted() throws IOException {
        for (Dataset dataset : Recorded.datasets()) {
            List<Swap> swaps = RecordedSwaps.read(dataset.swaps());
            assertEquals(dataset.pool().get("rows").getAsInt(), swaps.size());
            assertEquals(
                    dataset.pool().get("first_block").getAsLong(), swaps.get(0).blockNumber());
            assertEquals(
                    dataset.pool().get("last_block").getAsLong(),
                    swaps.get(swaps.size() - 1).blockNumber());
        }
    }

    @Test
    void generatedMarketReadsBackEqual() throws IOException {
        List<Swap> swaps = SeededMarket.swaps(MarketParameters.day(7).withBlocks(3_000));
        Path file = folder.resolve("seeded.csv.gz");
        try (Writer out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.US_ASCII)) {
            out.write(HEADER);
            for (Swap swap : swaps) {
                out.write(swap.blockNumber() + "," + swap.logIndex() + ","
                        + swap.price().sqrtPriceX96() + "," + swap.price().tick() + "," + swap.liquidity() + ","
                        + swap.amount0() + "," + swap.amount1() + "\n");
            }
        }
        assertEquals(swaps, RecordedSwaps.read(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            99,0,79228162514264337593543950336,0,1000,0,7 | block_number | Sort the rows by block
            100,3,79228162514264337593543950336,0,1000,0,7 | log_index | remove duplicates
            101,0,4295128738,-887272,1000,5,-7 | sqrt_price_x96 | is no price
            101,0,79228162514264337593543950337,1,1000,-5,7 | tick | is not the tick of the price, 0
            101,0,79228162514264337593543950337,-1,1000,-5,7 | tick | is not the tick of the price, 0
            101,0,79228162514264337593543950337,0,-1,-5,7 | liquidity | is not a uint128
            101,0,79228162514264337593543950337,0,1000,5,7 | amount1 | has the sign of amount0
            101,0,79228162514264337593543950337,0,1000,5,-7 | sqrt_price_x96 | the price moved against the amounts
            101,0,79228162514264337593543950337,0,1000,x,-7 | amount0 | is not a whole number
            """)
    void invalidRowErrorsNameLineAndColumn(String row, String column, String fault) throws IOException {
        Path file = Files.writeString(folder.resolve("swaps.csv"), HEADER + FIRST + row + "\n");
        HistoryException e = assertThrows(HistoryException.class, () -> RecordedSwaps.read(file));
        assertTrue(e.getMessage().contains(file + " line 3 column " + column + ": "), e::getMessage);
        assertTrue(e.getMessage().contains(fault), e::getMessage);
    }

    @Test
    void acceptsDownwardSwapThatStopsAtATick() throws IOException {
        Path file = Files.writeString(
                folder.resolve("edge.csv"), HEADER + FIRST.replace("336,0,1000,-5,7", "336,-1,1000,5,-7"));
        assertEquals(1, RecordedSwaps.read(file).size());
    }

    @Test
    void fileWithoutRowsIsRejected() throws IOException {
        Path file = Files.writeString(folder.resolve("empty.csv"), HEADER);
        HistoryException e = assertThrows(HistoryException.class, () -> RecordedSwaps.read(file));
        assertTrue(e.getMessage().contains("no rows"), e::getMessage);
    }
}
