package weir.history.internal.check;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.PoolEvent.Burn;
import weir.history.PoolEvent.Collect;
import weir.history.PoolEvent.Flash;
import weir.history.PoolEvent.Initialize;
import weir.history.PoolEvent.Mint;
import weir.history.PoolEvent.Place;
import weir.history.PoolEvent.SetFeeProtocol;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;

class EventValidatorTest {

    private static final PoolKey POOL = new PoolKey(8453, "0x" + "3c".repeat(20));
    private static final BlockRange BLOCKS = new BlockRange(100, 200);
    private static final String OWNER = "0x" + "ab".repeat(20);
    private static final String HASH = "0x" + "cd".repeat(32);
    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger PRICE_ONE = ONE.shiftLeft(96);

    /** The event itself is valid; each of the others differs in one value. */
    static Stream<Arguments> invalidEvents() {
        return Stream.of(
                Arguments.of(mint(99, 1, OWNER, -60, 60, ONE), "the block is outside 100 to 200"),
                Arguments.of(mint(100, -1, OWNER, -60, 60, ONE), "the log index is negative"),
                Arguments.of(mint(100, 1, "0xAB", -60, 60, ONE), "its owner is 0xAB"),
                Arguments.of(mint(100, 1, OWNER, 60, 60, ONE), "ticks 60 to 60 are no range"),
                Arguments.of(mint(100, 1, OWNER, -900_000, 60, ONE), "ticks -900000 to 60"),
                Arguments.of(mint(100, 1, OWNER, -60, 60, BigInteger.ZERO), "its liquidity is 0"),
                Arguments.of(mint(100, 1, OWNER, -60, 60, ONE.shiftLeft(128)), "is not a uint128"),
                Arguments.of(
                        new Burn(at(100, 1, HASH, -1), OWNER, -60, 60, ONE, ONE.negate(), ONE), "is not a uint256"),
                Arguments.of(
                        new Collect(at(100, 1, HASH, -1), OWNER, -60, 60, ONE.shiftLeft(128), ONE), "is not a uint128"),
                Arguments.of(new Flash(at(100, 1, "0x12", -1), ONE, ONE), "its hash is 0x12"),
                Arguments.of(new Flash(at(100, 1, HASH, 5), ONE, ONE), "its time 5 is not from 2015 to 2099"),
                Arguments.of(new SetFeeProtocol(at(100, 1, HASH, -1), 3, 0), "the shares are 3 and 0"),
                Arguments.of(new Initialize(at(100, 1, HASH, -1), PRICE_ONE, 1), "and tick 1 do not match"));
    }

    @ParameterizedTest
    @MethodSource("invalidEvents")
    void invalidEventIsRejectedWithItsPlace(PoolEvent event, String fault) {
        assertFault(fault, List.of(event));
        assertFault("block " + event.block() + " log index " + event.logIndex(), List.of(event));
    }

    @Test
    void validEventsOfEachKindAreAccepted() {
        check(List.of(
                new Initialize(at(100, 0, null, SwapRow.UNKNOWN_TIME), PRICE_ONE, 0),
                mint(100, 1, OWNER, -60, 60, ONE),
                new Burn(at(100, 2, HASH, 1_700_000_000), null, -60, 60, BigInteger.ZERO, ONE, ONE),
                new Collect(at(101, 0, HASH, -1), OWNER, -60, 60, ONE, ONE),
                new SetFeeProtocol(at(102, 0, HASH, -1), 4, 10)));
    }

    @Test
    void unsortedAndRepeatedEventsAreRejected() {
        PoolEvent first = mint(100, 1, OWNER, -60, 60, ONE);
        PoolEvent second = mint(100, 2, OWNER, -60, 60, ONE);
        assertFault("it comes after block 100 log index 2", List.of(second, first));
        assertFault("another event has the same block and log index", List.of(first, first));
    }

    @Test
    void eventAtThePlaceOfASwapIsRejected() {
        SwapBatch swaps = new SwapBatch();
        for (int logIndex : new int[] {1, 5}) {
            swaps.add(new SwapRow(100, logIndex, PRICE_ONE, 0, ONE, ONE, ONE.negate(), HASH, -1));
        }
        EventValidator validator = new EventValidator(POOL);
        validator.check(BLOCKS, swaps, List.of(mint(100, 3, OWNER, -60, 60, ONE)));
        HistoryException e = assertThrows(
                HistoryException.class,
                () -> validator.check(BLOCKS, swaps, List.of(mint(100, 5, OWNER, -60, 60, ONE))));
        assertTrue(e.getMessage().contains("another event has the same block and log index"), e::getMessage);
    }

    private static void assertFault(String fault, List<PoolEvent> events) {
        HistoryException e = assertThrows(HistoryException.class, () -> check(events));
        assertTrue(e.getMessage().contains(fault), e::getMessage);
    }

    private static void check(List<PoolEvent> events) {
        new EventValidator(POOL).check(BLOCKS, new SwapBatch(), events);
    }

    private static PoolEvent mint(long block, int logIndex, String owner, int lower, int upper, BigInteger liquidity) {
        return new Mint(at(block, logIndex, HASH, -1), owner, lower, upper, liquidity, ONE, ONE);
    }

    private static Place at(long block, int logIndex, String hash, long time) {
        return new Place(block, logIndex, hash, time);
    }
}
