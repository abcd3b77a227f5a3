package weir.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.vectors.Recorded;
import weir.vectors.Recorded.Dataset;

/** The swap file reader: real files whole, damaged files refused with the place. */
class SwapCsvReaderTest {

    private static final String HEADER =
            "block_number,log_index,tx_hash,timestamp,sqrt_price_x96,tick,liquidity,amount0,amount1\n";
    private static final String HASH = "0x" + "ab".repeat(32);
    private static final String ROW = "100,3," + HASH + ",1700000000,79228162514264337593543950336,0,1000,-5,7\n";

    @TempDir
    private Path folder;

    @Test
    void readsEveryRowOfRealFiles() throws IOException {
        for (Dataset dataset : Recorded.datasets()) {
            int lines = 0;
            try (BufferedReader reader = Recorded.DATA.reader(dataset.name() + "/swaps.csv.gz")) {
                lines = (int) reader.lines().count();
            }
            try (SwapCsvReader csv = SwapCsvReader.open(dataset.swaps())) {
                int count = 0;
                while (csv.next() != null) {
                    count++;
                }
                assertEquals(lines - 1, count, dataset.name());
                assertEquals(count + 2, csv.line());
                assertTrue(csv.progress() > 0.99);
            }
        }
    }

    @Test
    void returnsTheValuesOfARow() throws IOException {
        try (SwapCsvReader csv = SwapCsvReader.open(file(HEADER + ROW))) {
            SwapRow expected = new SwapRow(
                    100,
                    3,
                    BigInteger.ONE.shiftLeft(96),
                    0,
                    BigInteger.valueOf(1000),
                    BigInteger.valueOf(-5),
                    BigInteger.valueOf(7),
                    HASH,
                    1_700_000_000);
            assertEquals(expected, csv.next());
            assertEquals(2, csv.line());
            assertNull(csv.next());
        }
    }

    @Test
    void columnsAreFoundByName() throws IOException {
        String text =
                "amount1,amount0,liquidity,tick,sqrt_price_x96,log_index,block_number,sender\n7,-5,9,1,2,3,4,x\r\n";
        try (SwapCsvReader csv = SwapCsvReader.open(file(text))) {
            SwapRow row = csv.next();
            assertEquals(4, row.block());
            assertEquals(BigInteger.valueOf(7), row.amount1());
            assertNull(row.txHash());
            assertEquals(SwapRow.UNKNOWN_TIME, row.timestamp());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-01-05,3,,,1,0,1,1,1|column block_number: '2024-01-05' is a date. Give block numbers",
                "x,3,,,1,0,1,1,1|column block_number: 'x' is not a whole number",
                "-1,3,,,1,0,1,1,1|column block_number: '-1' is outside 0 to",
                "1,-3,,,1,0,1,1,1|column log_index",
                "1,3,0x12,,1,0,1,1,1|column tx_hash: '0x12' is not a transaction hash",
                "1,3,,soon,1,0,1,1,1|column timestamp",
                "1,3,,,1.5e28,0,1,1,1|column sqrt_price_x96: '1.5e28' is not a whole number of at most 256 bits",
                "1,3,,,1,99999999999,1,1,1|column tick",
                "1,3,,,1,0,1,1|the row has 8 fields and the header 9",
                "1,3,,,1,0,1,1,1,1|the row has 10 fields and the header 9",
                "1|the row has 1 fields and the header 9",
            })
    void malformedRowErrorsNameLineAndColumn(String row, String message) throws IOException {
        Path file = file(HEADER + ROW + row + "\n");
        try (SwapCsvReader csv = SwapCsvReader.open(file)) {
            csv.next();
            HistoryException e = assertThrows(HistoryException.class, csv::next);
            assertTrue(e.getMessage().contains(file + " line 3"), e::getMessage);
            assertTrue(e.getMessage().contains(message), e::getMessage);
        }
    }

    @Test
    void missingColumnErrorNamesTheColumn() throws IOException {
        Path file = file(HEADER.replace("tick,", ""));
        HistoryException e = assertThrows(HistoryException.class, () -> SwapCsvReader.open(file));
        assertTrue(e.getMessage().contains("there is no column tick"), e::getMessage);
    }

    @Test
    void emptyAndBinaryFilesAreRejected() throws IOException {
        Path empty = file("");
        assertThrows(HistoryException.class, () -> SwapCsvReader.open(empty));
        Path binary = Files.write(folder.resolve("binary"), new byte[100_000]);
        HistoryException e = assertThrows(HistoryException.class, () -> SwapCsvReader.open(binary));
        assertTrue(e.getMessage().contains("longer than"), e::getMessage);
    }

    @Test
    void fileCutInsideALineIsRejected() throws IOException {
        String text = HEADER + ROW;
        try (SwapCsvReader csv = SwapCsvReader.open(file(text.substring(0, text.length() - 1)))) {
            HistoryException e = assertThrows(HistoryException.class, csv::next);
            assertTrue(e.getMessage().contains("line 2: the file ends inside this line"), e::getMessage);
        }
    }

    @Test
    void truncatedGzipIsRejectedAtEveryLength() throws IOException {
        byte[] whole = gzip(HEADER + ROW.repeat(50));
        for (int length = 20; length < whole.length; length += 7) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            Path file = Files.write(folder.resolve("cut.gz"), cut);
            assertThrows(HistoryException.class, () -> readAll(file), "cut at " + length);
        }
    }

    private static void readAll(Path file) throws IOException {
        try (SwapCsvReader csv = SwapCsvReader.open(file)) {
            while (csv.next() != null) {
                assertTrue(csv.line() > 1);
            }
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("swaps.csv"), text);
    }
}
