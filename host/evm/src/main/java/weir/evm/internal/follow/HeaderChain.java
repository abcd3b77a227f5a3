package weir.evm.internal.follow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import weir.evm.internal.rpc.BlockHeader;

/**
 * The newest blocks of a chain: a final block, and consecutive headers above it up to the head, each the parent of the next. There may be
 * unknown headers between the final block and the first of these. Immutable.
 */
final class HeaderChain {

    /** After a longer pause or a deeper reorganisation, the headers in between stay unknown, so that few requests suffice. */
    static final int MAX_NEW_HEADERS = 64;

    /** The final block moves on every few minutes. If it does not for so long, the node does not know which blocks are final. */
    static final int MAX_HEADERS = 5_000;

    private final BlockHeader finalBlock;
    /** Empty if the final block is the head. */
    private final List<BlockHeader> headers;

    private HeaderChain(BlockHeader finalBlock, List<BlockHeader> headers) {
        this.finalBlock = finalBlock;
        this.headers = List.copyOf(headers);
    }

    /** Returns a chain that ends with a final block. */
    static HeaderChain endingWith(BlockHeader finalBlock) {
        return new HeaderChain(finalBlock, List.of());
    }

    /** Returns the newest final block. */
    BlockHeader finalBlock() {
        return finalBlock;
    }

    /** Returns the newest block. */
    BlockHeader head() {
        return headers.isEmpty() ? finalBlock : headers.get(headers.size() - 1);
    }

    /** Returns a header; empty if this chain does not know it. */
    Optional<BlockHeader> header(long number) {
        if (number == finalBlock.number()) {
            return Optional.of(finalBlock);
        }
        long index = headers.isEmpty() ? -1 : number - headers.get(0).number();
        return index < 0 || index >= headers.size() ? Optional.empty() : Optional.of(headers.get((int) index));
    }

    /** Returns the highest block that is known to be in both chains: at least the final block of this one. */
    long lastCommonBlock(HeaderChain other) {
        for (long number = Math.min(head().number(), other.head().number()); number > finalBlock.number(); number--) {
            Optional<BlockHeader> header = header(number);
            if (header.isPresent() && header.equals(other.header(number))) {
                return number;
            }
        }
        return finalBlock.number();
    }

    /**
     * Returns the chain that a node has now; this one if it is the same.
     *
     * @throws FollowException if the node lags behind the final block, its chain changes meanwhile, or it does not contain the final block
     */
    HeaderChain follow(ChainReader node) {
        BlockHeader latest = node.latest();
        if (latest.equals(head()) || isOlderThanHead(latest, node)) {
            return this;
        }
        if (latest.number() < finalBlock.number()) {
            throw FollowException.inconsistent("the node " + node.host() + " lags behind: its newest block is "
                    + latest.number() + ", and block " + finalBlock.number() + " is final");
        }
        if (latest.number() == finalBlock.number()) {
            requireFinalBlock(node, latest);
            return endingWith(finalBlock);
        }
        Deque<BlockHeader> added = new ArrayDeque<>(List.of(latest));
        while (added.size() < MAX_NEW_HEADERS
                && added.getFirst().number() > finalBlock.number() + 1
                && !isConnected(added.getFirst())) {
            added.addFirst(parent(added.getFirst(), node));
        }
        BlockHeader first = added.getFirst();
        if (!isConnected(first)) {
            if (first.number() == finalBlock.number() + 1) {
                throw replaced(node);
            }
            BlockHeader inNode = node.header(finalBlock.number())
                    .orElseThrow(() -> FollowException.inconsistent(
                            "the node " + node.host() + " does not return the final block " + finalBlock.number()));
            requireFinalBlock(node, inNode);
            return withHeaders(List.copyOf(added));
        }
        return withHeaders(
                Stream.concat(headers.stream().filter(known -> known.number() < first.number()), added.stream())
                        .toList());
    }

    /** Whether the node has this chain's head, and answered the request for the newest block with an older one. */
    private boolean isOlderThanHead(BlockHeader latest, ChainReader node) {
        return latest.number() < head().number() && node.header(head().number()).equals(Optional.of(head()));
    }

    private boolean isConnected(BlockHeader child) {
        return header(child.number() - 1)
                .filter(parent -> parent.hash().equals(child.parentHash()))
                .isPresent();
    }

    private static BlockHeader parent(BlockHeader child, ChainReader node) {
        return node.header(child.number() - 1)
                .filter(parent -> parent.hash().equals(child.parentHash()))
                .orElseThrow(() -> FollowException.inconsistent("the chain of " + node.host() + " changed below block "
                        + child.number() + " while it was read"));
    }

    private void requireFinalBlock(ChainReader node, BlockHeader inNode) {
        if (!inNode.equals(finalBlock)) {
            throw replaced(node);
        }
    }

    private FollowException replaced(ChainReader node) {
        return FollowException.stopped("the node " + node.host() + " has replaced the final block "
                + finalBlock.number() + " (" + finalBlock.hash() + ")");
    }

    private HeaderChain withHeaders(List<BlockHeader> newer) {
        if (newer.size() > MAX_HEADERS) {
            throw FollowException.inconsistent("the final block is still " + finalBlock.number() + ", " + newer.size()
                    + " blocks behind the newest one");
        }
        return new HeaderChain(finalBlock, newer);
    }

    /**
     * Returns the chain with a newer final block; this one if the block is not newer.
     *
     * @throws FollowException if the final block is not in this chain
     */
    HeaderChain withFinalBlock(BlockHeader newer) {
        if (newer.number() <= finalBlock.number()) {
            return this;
        }
        Optional<BlockHeader> known = header(newer.number());
        boolean contradicts = known.isPresent() && !known.get().equals(newer);
        if (newer.number() > head().number() || contradicts) {
            throw FollowException.inconsistent("the final block " + newer.number() + " (" + newer.hash()
                    + ") is not in the chain up to block " + head().number());
        }
        List<BlockHeader> above = new ArrayList<>(headers);
        above.removeIf(header -> header.number() <= newer.number());
        return new HeaderChain(newer, above);
    }
}
