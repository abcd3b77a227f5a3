package weir.history.load;

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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.history.HistoryException;
import weir.history.SwapRow;
import weir.vectors.Recorded;
import weir.vectors.Recorded.Dataset;

/** The swap file reader: reads real files completely and rejects damaged ones with the line. */
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
                "1,3,,,1.5e0,0,1,1,1|column sqrt_price_x96: '1.5e0' is not a whole number of at most 256 bits",
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
            byte[] cut = Arrays.copyOf(whole, length);
            Path file = Files.write(folder.resolve("cut.gz"), cut);
            assertThrows(HistoryException.class, () -> readAll(file), "cut at " + length);
        }
    }

    /** As spreadsheets, R, pandas and BigQuery write them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF%H\n%R\n",
                "%H\r\n%R\r\n\r\n",
                "%H\n\n%R\n  \n\n",
                "%H\n%R\n   ",
                "%Q\n%S\n",
                "\uFEFF%Q\r\n%S\r\n",
                "Block_Number , LOG_INDEX,tx_hash,timestamp,sqrt_price_x96,tick,liquidity,amount0,amount1\n%R\n",
                "%H,note\n%R,\"a, \"\"b\"\" c\" \n",
                "%H\n 100 ,3,%X, 1700000000,79228162514264337593543950336,0,1000,\t-5,7\n",
                "%H\n100,3,%X,1700000000123,79228162514264337593543950336,0,1000,-5,7\n",
                "%H\n100,3,%X,1700000000999999,79228162514264337593543950336,0,1000,-5,7\n",
                "%H\n100,3,%X,1700000000.0,79228162514264337593543950336,0,1000,-5,7\n",
            })
    void usualVariantsOfAFileAreRead(String text) throws IOException {
        String header = HEADER.strip();
        String row = ROW.strip();
        String written = text.replace("%H", header)
                .replace("%R", row)
                .replace("%Q", '"' + header.replace(",", "\",\"") + '"')
                .replace("%S", '"' + row.replace(",", "\",\"") + '"')
                .replace("%X", HASH);
        try (SwapCsvReader csv = SwapCsvReader.open(file(written))) {
            SwapRow read = csv.next();
            assertEquals(100, read.block());
            assertEquals(1_700_000_000, read.timestamp());
            assertEquals(HASH, read.txHash());
            assertEquals(BigInteger.valueOf(-5), read.amount0());
            assertEquals(BigInteger.valueOf(7), read.amount1());
            assertNull(csv.next());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"55980", "170000000000", "17000000000000000000", "-1", "2024-01-05", "1e9", "4102444800"})
    void timesOutsideThePossibleRangeAreRejected(String time) throws IOException {
        try (SwapCsvReader csv = SwapCsvReader.open(file(HEADER + ROW + ROW.replace("1700000000", time)))) {
            csv.next();
            HistoryException e = assertThrows(HistoryException.class, csv::next);
            assertTrue(
                    e.getMessage().contains("line 3 column timestamp: '" + time + "' is not a Unix time"),
                    e::getMessage);
        }
    }

    @Test
    void quotesThatDoNotEndAreRejectedWithTheirLine() throws IOException {
        for (String row : new String[] {"\"100,3\n", "\"100\"x,3\n", "1,\"2\n3\",4\n"}) {
            try (SwapCsvReader csv = SwapCsvReader.open(file(HEADER + ROW + row))) {
                csv.next();
                HistoryException e = assertThrows(HistoryException.class, csv::next);
                assertTrue(e.getMessage().contains("line 3: a quote does not end"), e::getMessage);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fd377a585a000004, xz",
        "504b030414000000, zip",
        "5041523115041500, Parquet",
        "425a683931415926, bzip2",
        "377abcaf271c0004, 7z",
        "04224d186440a7, lz4",
        "fffe62006c006f00, UTF-16"
    })
    void otherFormatsAreNamed(String start, String name) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(start);
        Path plain = Files.write(folder.resolve("swaps.csv"), bytes);
        Path packed = Files.write(folder.resolve("swaps.csv.gz"), gzip(bytes));
        for (Path file : new Path[] {plain, packed}) {
            HistoryException e = assertThrows(HistoryException.class, () -> SwapCsvReader.open(file));
            assertTrue(e.getMessage().contains("the format of the file is " + name), e::getMessage);
            assertTrue(e.getMessage().contains("csv.gz"), e::getMessage);
        }
    }

    @Test
    void everyMemberOfAGzipFileIsReadAndVerified() throws IOException {
        byte[] first = gzip(HEADER + ROW);
        byte[] second = gzip(ROW.repeat(20));
        byte[] whole = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        Path file = Files.write(folder.resolve("two.csv.gz"), whole);
        int count = 0;
        try (SwapCsvReader csv = SwapCsvReader.open(file)) {
            while (csv.next() != null) {
                count++;
            }
        }
        assertEquals(21, count);
        for (int length = first.length + 1; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(HistoryException.class, () -> readAll(file), "cut at " + length);
        }
        for (int at = 0; at < whole.length; at++) {
            // Time, flags of the compressor and system: they do not concern the content.
            int inMember = at < first.length ? at : at - first.length;
            if (inMember < 4 || inMember > 9) {
                byte[] flipped = whole.clone();
                flipped[at] ^= 0x04;
                Files.write(file, flipped);
                assertThrows(HistoryException.class, () -> readAll(file), "flipped byte " + at);
            }
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 3));
        assertThrows(HistoryException.class, () -> readAll(file));
    }

    private static void readAll(Path file) throws IOException {
        try (SwapCsvReader csv = SwapCsvReader.open(file)) {
            while (csv.next() != null) {
                assertTrue(csv.line() > 1);
            }
        }
    }

    private static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("swaps.csv"), text);
    }
}
