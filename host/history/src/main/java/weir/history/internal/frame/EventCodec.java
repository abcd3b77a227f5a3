package weir.history.internal.frame;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolEvent.Place;

/**
 * Encodes events other than swaps to bytes and decodes them. A body is a version and compressed columns (deflate). Hashes and owners
 * repeat within a column, so compression removes most of their size; speed matters less than for swaps, which are more numerous.
 */
public final class EventCodec {

    private static final int VERSION = 1;
    private static final int ADDRESS_BYTES = 20;
    private static final int HASH_BYTES = 32;
    private static final int MAX_INTEGER_BYTES = 33;

    private EventCodec() {}

    public static byte[] encode(List<PoolEvent> events) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(VERSION);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        List<EventRow> rows = events.stream().map(EventRow::of).toList();
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new DeflaterOutputStream(body, deflater)))) {
            long previousBlock = 0;
            for (PoolEvent event : events) {
                out.writeLong(event.block() - previousBlock);
                previousBlock = event.block();
            }
            for (PoolEvent event : events) {
                out.writeInt(event.logIndex());
            }
            long previousTime = 0;
            for (PoolEvent event : events) {
                out.writeLong(event.place().timestamp() - previousTime);
                previousTime = event.place().timestamp();
            }
            for (PoolEvent event : events) {
                writeHex(out, event.place().txHash(), HASH_BYTES);
            }
            for (EventRow row : rows) {
                out.writeByte(row.type());
            }
            for (EventRow row : rows) {
                writeHex(out, row.owner(), ADDRESS_BYTES);
            }
            for (EventRow row : rows) {
                out.writeInt(row.lower());
                out.writeInt(row.upper());
            }
            writeIntegers(out, rows, EventRow::value);
            writeIntegers(out, rows, EventRow::amount0);
            writeIntegers(out, rows, EventRow::amount1);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail", e);
        } finally {
            deflater.end();
        }
        return body.toByteArray();
    }

    /**
     * Decodes the events of some blocks.
     *
     * @throws IOException if the body is not valid, or a newer version of Weir wrote it
     */
    static List<PoolEvent> decode(byte[] body, int rows, BlockRange blocks) throws IOException {
        if (body.length == 0 || body[0] != VERSION) {
            throw new IOException("the events have a format of a newer version of Weir");
        }
        InflaterInputStream columns = new InflaterInputStream(new ByteArrayInputStream(body, 1, body.length - 1));
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(columns))) {
            long[] numbers = readDifferences(in, rows);
            int[] logIndexes = new int[rows];
            for (int i = 0; i < rows; i++) {
                logIndexes[i] = in.readInt();
            }
            long[] times = readDifferences(in, rows);
            String[] hashes = readHex(in, rows, HASH_BYTES);
            byte[] types = in.readNBytes(rows);
            String[] owners = readHex(in, rows, ADDRESS_BYTES);
            int[] ticks = new int[2 * rows];
            for (int i = 0; i < 2 * rows; i++) {
                ticks[i] = in.readInt();
            }
            BigInteger[] values = readIntegers(in, rows);
            BigInteger[] amounts0 = readIntegers(in, rows);
            BigInteger[] amounts1 = readIntegers(in, rows);
            List<PoolEvent> events = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                if (blocks.contains(numbers[i])) {
                    EventRow row = new EventRow(
                            types[i], owners[i], ticks[2 * i], ticks[2 * i + 1], values[i], amounts0[i], amounts1[i]);
                    events.add(row.at(new Place(numbers[i], logIndexes[i], hashes[i], times[i])));
                }
            }
            return events;
        } catch (IllegalArgumentException e) {
            throw new IOException("the events are of a newer version of Weir: " + e.getMessage(), e);
        }
    }

    private static long[] readDifferences(DataInputStream in, int rows) throws IOException {
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = in.readLong() + (i == 0 ? 0 : values[i - 1]);
        }
        return values;
    }

    private static void writeHex(DataOutputStream out, String text, int length) throws IOException {
        out.write(text == null ? new byte[length] : HexFormat.of().parseHex(text, 2, text.length()));
    }

    /** Reads a column of hashes or addresses; null for zero, which is neither. */
    private static String[] readHex(DataInputStream in, int rows, int length) throws IOException {
        String zero = "0".repeat(2 * length);
        String[] texts = new String[rows];
        for (int i = 0; i < rows; i++) {
            String digits = HexFormat.of().formatHex(in.readNBytes(length));
            texts[i] = digits.equals(zero) ? null : "0x" + digits;
        }
        return texts;
    }

    private static void writeIntegers(DataOutputStream out, List<EventRow> rows, Function<EventRow, BigInteger> column)
            throws IOException {
        for (EventRow row : rows) {
            byte[] bytes = column.apply(row).toByteArray();
            out.writeByte(bytes.length);
            out.write(bytes);
        }
    }

    private static BigInteger[] readIntegers(DataInputStream in, int rows) throws IOException {
        BigInteger[] values = new BigInteger[rows];
        for (int i = 0; i < rows; i++) {
            int length = in.readByte();
            if (length < 1 || length > MAX_INTEGER_BYTES) {
                throw new IOException("an integer has " + length + " bytes");
            }
            values[i] = new BigInteger(in.readNBytes(length));
        }
        return values;
    }
}
