package weir.history.internal.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weir.history.SwapBatch;
import weir.history.SwapRow;

/** The codec is not to judge: whatever fits the types comes back, whole frames and parts of them. */
class FrameCodecTest {

    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE);
    private static final BigInteger MIN = BigInteger.ONE.shiftLeft(255).negate();

    @Test
    void randomRowsRoundTrip() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int bits = 1 + random.nextInt(255);
            List<SwapRow> rows = new ArrayList<>();
            long block = random.nextInt(3) == 0 ? random.nextLong() & Long.MAX_VALUE >> 1 : random.nextInt(1 << 30);
            for (int i = 0; i < 1 + random.nextInt(200); i++) {
                block += random.nextInt(3);
                rows.add(row(block, bits, random));
            }
            roundTrip(rows);
        }
    }

    @Test
    void extremeValuesRoundTrip() {
        List<SwapRow> rows = new ArrayList<>();
        for (BigInteger value : List.of(MAX, MIN, BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE.negate())) {
            rows.add(new SwapRow(0, 0, value, Integer.MIN_VALUE, value, value, value, null, -1));
            rows.add(new SwapRow(
                    Long.MAX_VALUE - 1,
                    Integer.MAX_VALUE,
                    value,
                    Integer.MAX_VALUE,
                    value,
                    value.negate().min(MAX),
                    value,
                    "0x" + "f".repeat(64),
                    Long.MAX_VALUE));
        }
        rows.sort((a, b) -> Long.compare(a.block(), b.block()));
        roundTrip(rows);
        rows.forEach(row -> roundTrip(List.of(row)));
        roundTrip(List.of());
    }

    @Test
    void fullFrameFitsItsBuffer() {
        List<SwapRow> rows = new ArrayList<>();
        for (int i = 0; i < SwapBatch.CAPACITY; i++) {
            boolean odd = i % 2 == 1;
            BigInteger value = odd ? MAX : MIN;
            int number = odd ? Integer.MAX_VALUE : Integer.MIN_VALUE;
            rows.add(new SwapRow(
                    i < 2 ? i * (Long.MAX_VALUE - 1) : Long.MAX_VALUE - 1,
                    number,
                    value,
                    number,
                    value,
                    value,
                    value,
                    "0x" + "f".repeat(64),
                    odd ? Long.MAX_VALUE : Long.MIN_VALUE));
        }
        roundTrip(rows);
    }

    private static SwapRow row(long block, int bits, Random random) {
        BigInteger[] wide = new BigInteger[4];
        for (int i = 0; i < 4; i++) {
            BigInteger value = new BigInteger(random.nextInt(bits + 1), random);
            wide[i] = random.nextBoolean() ? value : value.negate();
        }
        String hash = random.nextInt(4) == 0 ? null : String.format("0x%064x", new BigInteger(256, random));
        long time = random.nextInt(4) == 0 ? SwapRow.UNKNOWN_TIME : random.nextInt();
        return new SwapRow(block, random.nextInt(), wide[0], random.nextInt(), wide[1], wide[2], wide[3], hash, time);
    }

    private static void roundTrip(List<SwapRow> rows) {
        SwapBatch batch = new SwapBatch();
        rows.forEach(batch::add);
        ByteBuffer out = Frame.buffer(FrameCodec.MAX_BODY_BYTES);
        FrameCodec.encode(batch, 0, batch.size(), out);
        byte[] body = new byte[out.position() + FrameCodec.PADDING_BYTES];
        out.flip().get(body, 0, out.limit());

        check(body, rows, 0, Long.MAX_VALUE);
        if (!rows.isEmpty()) {
            long first = rows.get(rows.size() / 3).block();
            long last = rows.get(2 * rows.size() / 3).block();
            check(body, rows, first, last);
            check(body, rows, last, Long.MAX_VALUE);
            check(body, rows, 0, first);
        }
    }

    private static void check(byte[] body, List<SwapRow> rows, long first, long last) {
        SwapBatch back = new SwapBatch();
        FrameCodec.decode(body, rows.size(), first, last, back);
        List<SwapRow> expected = rows.stream()
                .filter(row -> row.block() >= first && row.block() <= last)
                .toList();
        assertEquals(expected.size(), back.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), back.row(i));
        }
    }
}
