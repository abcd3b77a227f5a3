package weir.evm.internal.fetch;

import java.util.Optional;
import java.util.OptionalLong;
import weir.evm.internal.rpc.RpcException.Kind;
import weir.evm.internal.rpc.RpcException.Refusal;
import weir.history.BlockRange;

/**
 * Chooses how many blocks to request from one node at once. A refusal halves the number, or takes the one that the node names. Successes
 * increase it by an eighth, but never to a number that was refused: between the largest accepted and the smallest refused number, the steps
 * shrink, so that finding a limit of a node takes at most log2 of the first number for halving and as many for the approach. Not thread-safe.
 */
public final class BlockRangePolicy {

    /** The limit of Base's public node. */
    static final long FIRST_BLOCKS = 2_000;

    static final long MAX_BLOCKS = 10_000;

    /** After so many accepted requests, a number that had too many events may be tried again: the events may have become rarer. */
    private static final int SUCCESSES_BEFORE_RETRIAL = 64;

    private long blocks = FIRST_BLOCKS;
    private long smallestRefused = MAX_BLOCKS + 1;
    private boolean isLimitOfNode;
    private long largestAccepted;
    private int successes;

    /** Returns the blocks to request. */
    public BlockRange next(long first, long last) {
        return new BlockRange(first, Math.min(last, first + blocks - 1));
    }

    /** Reports that a node has returned all events of a range. */
    public void succeeded(BlockRange requested) {
        if (size(requested) < blocks) {
            return; // The end of the fetch, which says nothing about larger ranges.
        }
        largestAccepted = blocks;
        successes++;
        if (!isLimitOfNode && successes % SUCCESSES_BEFORE_RETRIAL == 0) {
            smallestRefused = Math.min(MAX_BLOCKS + 1, 2 * smallestRefused);
        }
        long room = smallestRefused - 1 - blocks;
        long step = Math.max(1, blocks / 8);
        if (smallestRefused <= MAX_BLOCKS) {
            step = room > blocks / 16 ? Math.min(step, (room + 1) / 2) : 0;
        }
        blocks += Math.min(step, room);
    }

    /**
     * Reports that a node has refused a range.
     *
     * @return false if the range was one block, so that no smaller one can be requested
     */
    public boolean refused(BlockRange requested, Refusal refusal) {
        long size = size(requested);
        if (size == 1) {
            return false;
        }
        successes = 0;
        smallestRefused = Math.min(smallestRefused, size);
        isLimitOfNode = refusal.kind() == Kind.RANGE;
        if (largestAccepted >= size) {
            largestAccepted = 0;
        }
        OptionalLong named = named(requested, refusal);
        if (named.isPresent()) {
            blocks = named.getAsLong();
            smallestRefused = blocks + 1;
        } else {
            blocks = Math.max(size / 2, largestAccepted);
        }
        return true;
    }

    /** The number of blocks that the node names, if it is smaller than the refused one. */
    private static OptionalLong named(BlockRange requested, Refusal refusal) {
        long size = size(requested);
        if (refusal.maxBlocks().isPresent() && refusal.maxBlocks().getAsLong() < size) {
            return refusal.maxBlocks();
        }
        Optional<BlockRange> suggested = refusal.suggested()
                .filter(blocks -> blocks.first() == requested.first() && blocks.last() < requested.last());
        return suggested.isPresent() ? OptionalLong.of(size(suggested.get())) : OptionalLong.empty();
    }

    private static long size(BlockRange blocks) {
        return blocks.last() - blocks.first() + 1;
    }
}
