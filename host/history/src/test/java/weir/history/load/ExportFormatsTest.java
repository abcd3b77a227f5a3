package weir.history.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.history.BlockRange;
import weir.history.EventVectors;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapRows;
import weir.history.SwapStore;
import weir.history.load.SwapCsvReader.Options;
import weir.vectors.Recorded;

/** Imports the recorded swaps from files as Dune, The Graph, BigQuery, Flipside and cryo export them. */
class ExportFormatsTest {

    private static final PoolKey POOL = new PoolKey(8453, ExportFormat.address());
    private static final String PANCAKE = "0x19b47279256b2a23a1665c810c8d55a1758940ee09377d4f8d26497a3577dc83";
    private static final String GRAPH_HEADER =
            "id,transaction.id,timestamp,pool.id,amount0,amount1,amountUSD,sqrtPriceX96,tick,logIndex\n";
    private static final Options WHOLE_TOKENS =
            new Options(Optional.empty(), OptionalInt.of(18), OptionalInt.of(6), Map.of(), true);

    @TempDir
    private Path folder;

    private List<SwapRow> swaps;

    @BeforeEach
    void readRecordedSwaps() throws IOException {
        swaps = EventVectors.read(Recorded.VECTORS.file("evm/decoded-slipstream.csv"))
                .swaps();
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void columnsAreRecognised(ExportFormat format) throws IOException {
        List<SwapRow> read = importFile(format.text(swaps), Options.none());
        assertEquals(
                swaps.stream()
                        .map(row -> format.hasTimes() ? row : SwapRows.withTime(row, SwapRow.UNKNOWN_TIME))
                        .toList(),
                read);
    }

    @Test
    void zstdFilesAreReadAndCutOnesRejected() throws IOException {
        byte[] whole = zstd(ExportFormat.DUNE_DECODED.text(swaps));
        assertEquals(swaps, importFile(whole, Options.none()));
        for (int length = 8; length < whole.length; length += whole.length / 40) {
            byte[] cut = Arrays.copyOf(whole, length);
            HistoryException e = assertThrows(HistoryException.class, () -> importFile(cut, Options.none()));
            assertTrue(e.getMessage().contains("the zstd stream"), e::getMessage);
        }
    }

    /** The Graph has whole tokens, no liquidity and no block number. */
    @Test
    void theGraphNeedsDecimalsAndLiquidityToBeAskedFor() throws IOException {
        StringBuilder text = new StringBuilder(GRAPH_HEADER);
        for (SwapRow s : swaps) {
            text.append(String.join(
                            ",",
                            s.txHash() + "#1",
                            s.txHash(),
                            "" + s.timestamp(),
                            ExportFormat.address(),
                            new BigDecimal(s.amount0(), 18).toPlainString(),
                            new BigDecimal(s.amount1(), 6).toPlainString(),
                            "1.5",
                            "" + s.sqrtPriceX96(),
                            "" + s.tick(),
                            "" + s.logIndex()))
                    .append('\n');
        }
        String graph = text.toString();
        assertFault(graph, Options.none(), "there is no column liquidity", "--derive-liquidity");
        Options withoutDecimals =
                new Options(Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), Map.of(), true);
        assertFault(graph, withoutDecimals, "is not a whole number", "--decimals0 and --decimals1");
        Options tooFew = new Options(Optional.empty(), OptionalInt.of(9), OptionalInt.of(6), Map.of(), true);
        assertFault(graph, tooFew, "at most 9 decimals", "Check --decimals0");

        List<SwapRow> read = importFile(graph, WHOLE_TOKENS);
        assertEquals(swaps.size() - 1, read.size(), "the first swap has no price before it");
        int close = 0;
        for (int i = 0; i < read.size(); i++) {
            SwapRow expected = swaps.get(i + 1);
            assertEquals(
                    SwapRows.withLiquidity(expected, BigInteger.ZERO),
                    SwapRows.withLiquidity(read.get(i), BigInteger.ZERO));
            double ratio =
                    read.get(i).liquidity().doubleValue() / expected.liquidity().doubleValue();
            close += Math.abs(ratio - 1) < 1e-3 ? 1 : 0;
        }
        assertTrue(close > read.size() * 0.7, close + " of " + read.size() + " have the true liquidity");
    }

    @Test
    void rowsOfOtherPoolsAndEventsAreSkipped() throws IOException {
        String text = ExportFormat.CRYO_LOGS.text(swaps);
        String row = text.lines().skip(1).findFirst().orElseThrow() + "\n";
        String others = row.replace(ExportFormat.address(), "0x" + "4d".repeat(20))
                + row.replace(
                        ExportFormat.topic(), "0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde");
        String header = text.lines().findFirst().orElseThrow() + "\n";
        List<SwapRow> read = importFile(header + others + text.substring(header.length()), Options.none());
        assertEquals(swaps.size(), read.size());
    }

    @Test
    void swapsOfPancakeSwapAreRejectedByName() {
        String text = ExportFormat.CRYO_LOGS.text(swaps).replace(ExportFormat.topic(), PANCAKE);
        assertFault(text, Options.none(), "this is a swap of PancakeSwap v3", "line 2");
    }

    @Test
    void dataThatAreAWordShortAreRejected() {
        String text = ExportFormat.DUNE_LOGS.text(swaps);
        String data = ExportFormat.data(swaps.get(3));
        String cut = text.replace(data, data.substring(0, data.length() - 64));
        assertFault(cut, Options.none(), "the data have 256 hexadecimal digits instead of 320", "line 5");
    }

    @Test
    void unknownColumnIsAskedForByName() throws IOException {
        String text = ExportFormat.DUNE_DECODED.text(swaps).replace("amount0,amount1", "weth,usdc");
        assertFault(text, Options.none(), "there is no column amount0", "--column amount0=NAME");
        Map<String, String> columns = Map.of("amount0", "weth", "amount1", "usdc");
        Options named = new Options(Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), columns, false);
        assertEquals(swaps, importFile(text, named));
        Options wrong = new Options(
                Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), Map.of("amount0", "wbtc"), false);
        assertFault(text, wrong, "there is no column wbtc for amount0", "The header has");
    }

    @Test
    void withoutLogIndexesSwapsAreOrderedByPriceContinuity() throws IOException {
        List<SwapRow> shuffled = new ArrayList<>(swaps);
        Collections.shuffle(shuffled, new Random(5));
        shuffled.sort((a, b) -> Long.compare(a.block(), b.block()));
        String text = ExportFormat.DUNE_DECODED.text(shuffled).replace("evt_index", "other");
        List<SwapRow> read = importFile(text, Options.none());
        assertEquals(
                swaps.stream().map(SwapRow::sqrtPriceX96).toList(),
                read.stream().map(SwapRow::sqrtPriceX96).toList());
    }

    @Test
    void parquetErrorNamesTheConversion() {
        HistoryException e = assertThrows(
                HistoryException.class,
                () -> importFile("PAR1 and more".getBytes(StandardCharsets.US_ASCII), Options.none()));
        assertTrue(e.getMessage().contains("duckdb -c \"COPY (FROM 'swaps.csv') TO 'swaps.csv.gz'"), e::getMessage);
    }

    private void assertFault(String text, Options options, String... parts) {
        HistoryException e = assertThrows(HistoryException.class, () -> importFile(text, options));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e::getMessage);
        }
    }

    private List<SwapRow> importFile(String text, Options options) throws IOException {
        return importFile(text.getBytes(StandardCharsets.UTF_8), options);
    }

    private List<SwapRow> importFile(byte[] content, Options options) throws IOException {
        Path file = Files.write(folder.resolve("swaps.csv"), content);
        SwapStore store = SwapStore.embedded(folder.resolve("history"));
        store.remove(POOL, BlockRange.all());
        new HistoryImport(store, progress -> {}).fromCsv(file, POOL, BlockRange.all(), options);
        List<SwapRow> rows = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = store.scan(POOL, BlockRange.all())) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    rows.add(batch.row(i));
                }
            }
        }
        return rows;
    }

    private static byte[] zstd(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
