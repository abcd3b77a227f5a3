package weir.uniswap.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weir.vectors.Recorded;

/** Tick math against recorded digests over every tick, and the inverse by its definition. */
class TickMathTest {

    @Test
    void ratiosMatchTheRecordedOnes() throws Exception {
        JsonObject recorded =
                Recorded.VECTORS.json("validator/tick_ratio_sha256.json").getAsJsonObject();
        Map<Integer, String> prefixes = new TreeMap<>();
        for (JsonElement prefix : recorded.getAsJsonArray("prefixes")) {
            JsonArray pair = prefix.getAsJsonArray();
            prefixes.put(pair.get(0).getAsInt(), pair.get(1).getAsString());
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int compared = 0;
        for (int tick = TickMath.MIN_TICK; tick <= TickMath.MAX_TICK; tick++) {
            String line = tick + ":" + TickMath.getSqrtRatioAtTick(tick) + "\n";
            digest.update(line.getBytes(StandardCharsets.US_ASCII));
            String expected = prefixes.get(tick);
            if (expected != null) {
                assertEquals(expected, hex((MessageDigest) digest.clone()), "digest up to tick " + tick);
                compared++;
            }
        }
        assertEquals(prefixes.size(), compared);
        assertEquals(recorded.get("full").getAsString(), hex(digest));
        System.out.println(
                "tick_ratio_sha256: " + (2 * TickMath.MAX_TICK + 1) + " ticks, " + compared + " prefixes, all equal");
    }

    @Test
    void limitsEqualThoseOfTheContract() {
        assertEquals(TickMath.MIN_SQRT_RATIO, TickMath.getSqrtRatioAtTick(TickMath.MIN_TICK));
        assertEquals(TickMath.MAX_SQRT_RATIO, TickMath.getSqrtRatioAtTick(TickMath.MAX_TICK));
        assertEquals(BigInteger.ONE.shiftLeft(96), TickMath.getSqrtRatioAtTick(0));
        assertThrows(IllegalArgumentException.class, () -> TickMath.getSqrtRatioAtTick(TickMath.MIN_TICK - 1));
        assertThrows(IllegalArgumentException.class, () -> TickMath.getSqrtRatioAtTick(TickMath.MAX_TICK + 1));
        assertThrows(IllegalArgumentException.class, () -> TickMath.getSqrtRatioAtTick(Integer.MIN_VALUE));
    }

    @Test
    void inverseAtTheEnds() {
        assertEquals(TickMath.MIN_TICK, TickMath.getTickAtSqrtRatio(TickMath.MIN_SQRT_RATIO));
        assertEquals(
                TickMath.MAX_TICK - 1, TickMath.getTickAtSqrtRatio(TickMath.MAX_SQRT_RATIO.subtract(BigInteger.ONE)));
        assertThrows(
                IllegalArgumentException.class,
                () -> TickMath.getTickAtSqrtRatio(TickMath.MIN_SQRT_RATIO.subtract(BigInteger.ONE)));
        assertThrows(IllegalArgumentException.class, () -> TickMath.getTickAtSqrtRatio(TickMath.MAX_SQRT_RATIO));
    }

    @Test
    void inverseChangesExactlyAtTheEdgeOfATick() {
        SplittableRandom random = new SplittableRandom(98);
        for (int i = 0; i < 50_000; i++) {
            assertEdges(random.nextInt(TickMath.MIN_TICK + 1, TickMath.MAX_TICK));
        }
        for (int i = 1; i < 2_000; i++) {
            assertEdges(TickMath.MIN_TICK + i);
            assertEdges(TickMath.MAX_TICK - i);
            assertEdges(i - 1_000);
        }
    }

    @Test
    void inverseSatisfiesItsDefinitionWithinATick() {
        SplittableRandom random = new SplittableRandom(374);
        for (int i = 0; i < 50_000; i++) {
            BigInteger price = randomPrice(random);
            int tick = TickMath.getTickAtSqrtRatio(price);
            assertEquals(true, TickMath.getSqrtRatioAtTick(tick).compareTo(price) <= 0, () -> "not above " + price);
            assertEquals(true, TickMath.getSqrtRatioAtTick(tick + 1).compareTo(price) > 0, () -> "next above " + price);
        }
    }

    private static void assertEdges(int tick) {
        BigInteger ratio = TickMath.getSqrtRatioAtTick(tick);
        assertEquals(tick, TickMath.getTickAtSqrtRatio(ratio));
        assertEquals(tick, TickMath.getTickAtSqrtRatio(ratio.add(BigInteger.ONE)));
        assertEquals(tick - 1, TickMath.getTickAtSqrtRatio(ratio.subtract(BigInteger.ONE)));
    }

    /** Any price, each order of magnitude as likely as another. */
    private static BigInteger randomPrice(SplittableRandom random) {
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        BigInteger price = new BigInteger(1, bytes).shiftRight(random.nextInt(127));
        return price.max(TickMath.MIN_SQRT_RATIO).min(TickMath.MAX_SQRT_RATIO.subtract(BigInteger.ONE));
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
