package weir.isolation.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import weir.isolation.frame.Frame.Kind;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Market.InitializedTick;
import weir.strategy.Market.Observation;
import weir.strategy.PoolFacts;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;
import weir.strategy.Swap;

class FrameTest {

    private static final BigInteger MAX = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    private static final Position POSITION = new Position(-887_272, 887_272, MAX, BigInteger.ZERO);
    private static final RebalanceQuery QUERY = new RebalanceQuery(
            "job\u00e9",
            "0xvault",
            "0xpair",
            8453,
            "round",
            RoundType.LIVE,
            Long.MAX_VALUE,
            Price.atTick(-200_000),
            List.of(POSITION, POSITION),
            new Inventory(MAX, BigInteger.ONE),
            3,
            10);

    @Test
    void eachTypeIsReadAsItWasWritten() {
        assertSame(QUERY, StrategyCodec::write, StrategyCodec::query);
        assertSame(Decision.keep(""), StrategyCodec::write, StrategyCodec::decision);
        assertSame(Decision.refuse("\ud83d\ude00"), StrategyCodec::write, StrategyCodec::decision);
        assertSame(Decision.rebalance(List.of(POSITION), "r"), StrategyCodec::write, StrategyCodec::decision);
        Swap swap = new Swap(1, 2, Price.atTick(5), MAX, MAX.negate(), BigInteger.ONE, OptionalInt.of(500));
        assertSame(swap, StrategyCodec::write, StrategyCodec::swap);
        assertSame(swap.withFee(OptionalInt.empty()), StrategyCodec::write, StrategyCodec::swap);
        assertSame(new Observation(7, Price.atTick(0)), StrategyCodec::write, StrategyCodec::observation);
        assertSame(
                new InitializedTick(-1, BigInteger.ONE.negate(), MAX),
                StrategyCodec::write,
                StrategyCodec::initializedTick);
        PoolFacts.Token token = new PoolFacts.Token("WETH", 18);
        for (Optional<PoolFacts.Kind> kind :
                List.of(Optional.<PoolFacts.Kind>empty(), Optional.of(PoolFacts.Kind.SLIPSTREAM))) {
            assertSame(new PoolFacts(token, token, 100, kind), StrategyCodec::write, StrategyCodec::poolFacts);
        }
    }

    @Test
    void longReasonIsCut() {
        FrameWriter writer = new FrameWriter();
        StrategyCodec.write(writer, Decision.keep("x".repeat(100_000)));
        Decision read = StrategyCodec.decision(new FrameReader(writer.toBody()));
        assertEquals(16_384, read.reason().length());
    }

    @Test
    void framesArriveInOrderUntilTheStreamEnds() throws IOException {
        List<Kind> kinds =
                Arrays.stream(Kind.values()).filter(kind -> kind != Kind.PIECE).toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameStream writer = new FrameStream(new ByteArrayInputStream(new byte[0]), out);
        for (Kind kind : kinds) {
            writer.write(new Frame(kind, kind.ordinal() - 3, new byte[kind.ordinal()]));
        }
        FrameStream reader = stream(out.toByteArray());
        for (Kind kind : kinds) {
            Frame frame = reader.read().orElseThrow();
            assertEquals(kind, frame.kind());
            assertEquals(kind.ordinal() - 3, frame.call());
            assertArrayEquals(new byte[kind.ordinal()], frame.body());
        }
        assertEquals(Optional.empty(), reader.read());
    }

    @Test
    void longBodyIsSentInPiecesAndJoined() throws IOException {
        for (int length : new int[] {Frame.MAX_PIECE - 1, Frame.MAX_PIECE, Frame.MAX_PIECE + 1, Frame.MAX_BODY}) {
            byte[] body = new byte[length];
            new SplittableRandom(length).nextBytes(body);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new FrameStream(new ByteArrayInputStream(new byte[0]), out).write(new Frame(Kind.STATE, 5, body));
            FrameStream reader = stream(out.toByteArray());
            Frame frame = reader.read().orElseThrow();
            assertEquals(Kind.STATE, frame.kind());
            assertArrayEquals(body, frame.body());
            assertEquals(Optional.empty(), reader.read());
            FrameStream strict = new FrameStream(
                    new ByteArrayInputStream(out.toByteArray()), OutputStream.nullOutputStream(), length - 1);
            assertTrue(assertThrows(FrameException.class, strict::read)
                    .getMessage()
                    .startsWith("length: "));
        }
    }

    @Test
    void piecesOfTwoCallsAndEmptyPiecesAreRejected() {
        byte[] one = piece(1, 1);
        byte[] other = piece(2, 1);
        byte[] both = ByteBuffer.allocate(20).put(one).put(other).array();
        assertEquals(
                "call: 2 between the pieces of 1",
                assertThrows(FrameException.class, () -> stream(both).read()).getMessage());
        assertThrows(FrameException.class, () -> stream(piece(1, 0)).read());
        assertThrows(EOFException.class, () -> stream(one).read());
    }

    private static byte[] piece(int call, int length) {
        return ByteBuffer.allocate(9 + length)
                .putInt(5 + length)
                .put((byte) Kind.PIECE.ordinal())
                .putInt(call)
                .array();
    }

    @Test
    void frameThatIsTooLongIsRejectedBeforeItIsRead() {
        for (int length : new int[] {(1 << 20) - 3, Integer.MAX_VALUE, -1, 0, 4}) {
            byte[] bytes = ByteBuffer.allocate(20).putInt(length).array();
            FrameException rejection =
                    assertThrows(FrameException.class, () -> stream(bytes).read());
            assertTrue(rejection.getMessage().startsWith("length: "), rejection.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> new Frame(Kind.DONE, 0, new byte[Frame.MAX_BODY + 1]));
    }

    @Test
    void streamThatEndsWithinAFrameIsAnError() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FrameStream(new ByteArrayInputStream(new byte[0]), out).write(new Frame(Kind.DECISION, 1, new byte[5]));
        byte[] whole = out.toByteArray();
        for (int length = 1; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(EOFException.class, () -> stream(part).read(), "after " + length + " bytes");
        }
    }

    @Test
    void eachFieldThatIsTooShortIsNamed() {
        FrameWriter writer = new FrameWriter();
        StrategyCodec.write(writer, QUERY);
        byte[] whole = writer.toBody();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            FrameException rejection = assertThrows(
                    FrameException.class,
                    () -> StrategyCodec.query(new FrameReader(part)),
                    "after " + length + " bytes");
            assertTrue(rejection.getMessage().matches("[a-zA-Z0-9]+: .*"), rejection.getMessage());
        }
        FrameReader longer = new FrameReader(Arrays.copyOf(whole, whole.length + 1));
        StrategyCodec.query(longer);
        assertEquals(
                "1 bytes follow the last field",
                assertThrows(FrameException.class, longer::end).getMessage());
    }

    /** A hundred thousand changed bodies and streams cause no exception but the one that callers expect. */
    @Test
    void damagedFramesCauseNoOtherException() throws IOException {
        FrameWriter query = new FrameWriter();
        StrategyCodec.write(query, QUERY);
        FrameWriter decision = new FrameWriter();
        StrategyCodec.write(decision, Decision.rebalance(List.of(POSITION), "reason"));
        SplittableRandom random = new SplittableRandom(98);
        for (int i = 0; i < 100_000; i++) {
            byte[] body = (random.nextBoolean() ? query : decision).toBody();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            Function<FrameReader, Object> read = random.nextBoolean() ? StrategyCodec::query : StrategyCodec::decision;
            try {
                read.apply(new FrameReader(body));
            } catch (FrameException expected) {
                assertTrue(expected.getMessage().contains(": "), expected.getMessage());
            }
            try {
                stream(body).read();
            } catch (FrameException | EOFException expected) {
                // The stream is closed then.
            }
        }
    }

    private static FrameStream stream(byte[] bytes) {
        return new FrameStream(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
    }

    private static <T> void assertSame(T value, BiConsumer<FrameWriter, T> write, Function<FrameReader, T> read) {
        FrameWriter writer = new FrameWriter();
        write.accept(writer, value);
        FrameReader reader = new FrameReader(writer.toBody());
        assertEquals(value, read.apply(reader));
        reader.end();
    }
}
