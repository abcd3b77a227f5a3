package weir.evm.internal.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.evm.internal.rpc.RpcException.Kind;
import weir.evm.internal.rpc.RpcException.Refusal;
import weir.history.BlockRange;

/** How many blocks are requested at once. */
class BlockRangePolicyTest {

    private static final int MAX_REFUSALS = (int) Math.ceil(2 * Math.log(BlockRangePolicy.FIRST_BLOCKS) / Math.log(2));

    /** For a limit of the node, which does not change, and for one that depends on the events. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RANGE", "RESULTS", "UNKNOWN"})
    void everyLimitIsFoundWithFewRefusals(Kind kind) {
        for (long limit = 1; limit <= BlockRangePolicy.MAX_BLOCKS; limit += 1 + limit / 7) {
            BlockRangePolicy policy = new BlockRangePolicy();
            int refusals = 0;
            long first = 1;
            long largest = 0;
            Optional<BlockRange> lastRefused = Optional.empty();
            for (int request = 0; request < 60; request++) {
                BlockRange blocks = policy.next(first, Long.MAX_VALUE);
                assertFalse(lastRefused.equals(Optional.of(blocks)), "a refused range is not requested again");
                long size = blocks.last() - blocks.first() + 1;
                if (size > limit) {
                    refusals++;
                    lastRefused = Optional.of(blocks);
                    assertTrue(policy.refused(blocks, refusal(kind, OptionalLong.empty())));
                } else {
                    policy.succeeded(blocks);
                    largest = Math.max(largest, size);
                    first = blocks.last() + 1;
                }
            }
            assertTrue(refusals <= MAX_REFUSALS, refusals + " refusals for a limit of " + limit);
            assertTrue(largest >= limit - limit / 8, largest + " of " + limit + " blocks are used");
        }
    }

    @Test
    void namedLimitIsTakenAtOnce() {
        BlockRangePolicy policy = new BlockRangePolicy();
        policy.refused(policy.next(1, 99_999), refusal(Kind.RANGE, OptionalLong.of(500)));
        for (int i = 0; i < 100; i++) {
            assertEquals(new BlockRange(1, 500), policy.next(1, 99_999));
            policy.succeeded(new BlockRange(1, 500));
        }
    }

    @Test
    void suggestedRangeIsTakenIfItDiffers() {
        BlockRangePolicy policy = new BlockRangePolicy();
        policy.refused(new BlockRange(1, 2_000), suggestion(new BlockRange(1, 700)));
        assertEquals(new BlockRange(1, 700), policy.next(1, 99_999));
        policy.refused(new BlockRange(1, 700), suggestion(new BlockRange(1, 700)));
        assertEquals(new BlockRange(1, 350), policy.next(1, 99_999), "the suggested range was refused");
        policy.refused(new BlockRange(1, 350), suggestion(new BlockRange(5, 9)));
        assertEquals(new BlockRange(1, 175), policy.next(1, 99_999), "the suggested range begins elsewhere");
    }

    @ParameterizedTest
    @ValueSource(longs = {2_000, 9_999_999})
    void namedLimitThatDoesNotHelpIsIgnored(long named) {
        BlockRangePolicy policy = new BlockRangePolicy();
        policy.refused(policy.next(1, 99_999), refusal(Kind.RANGE, OptionalLong.of(named)));
        assertEquals(new BlockRange(1, 1_000), policy.next(1, 99_999));
    }

    @Test
    void oneBlockCannotBeDivided() {
        BlockRangePolicy policy = new BlockRangePolicy();
        assertFalse(policy.refused(new BlockRange(7, 7), refusal(Kind.RESULTS, OptionalLong.empty())));
    }

    @Test
    void rangesEndWithTheRequestedOne() {
        BlockRangePolicy policy = new BlockRangePolicy();
        assertEquals(new BlockRange(5, 9), policy.next(5, 9));
        policy.succeeded(new BlockRange(5, 9));
        assertEquals(new BlockRange(1, 2_000), policy.next(1, 99_999), "a short range says nothing about longer ones");
    }

    @Test
    void eventsThatBecomeRarerAllowLongerRanges() {
        BlockRangePolicy policy = new BlockRangePolicy();
        while (policy.next(1, 99_999).last() > 100) {
            policy.refused(policy.next(1, 99_999), refusal(Kind.RESULTS, OptionalLong.empty()));
        }
        for (int i = 0; i < 1_000; i++) {
            policy.succeeded(policy.next(1, 99_999));
        }
        assertEquals(BlockRangePolicy.MAX_BLOCKS, policy.next(1, 99_999).last());
    }

    private static Refusal refusal(Kind kind, OptionalLong maxBlocks) {
        return new Refusal(kind, maxBlocks, Optional.empty());
    }

    private static Refusal suggestion(BlockRange blocks) {
        return new Refusal(Kind.RESULTS, OptionalLong.empty(), Optional.of(blocks));
    }
}
