package weir.evm.internal.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import weir.base.WeirException;
import weir.evm.BlockBound;
import weir.evm.EvmException;
import weir.evm.internal.rpc.BlockHeader;
import weir.evm.internal.rpc.EndpointPool;
import weir.evm.internal.rpc.EthRequests;
import weir.evm.internal.rpc.HexQuantity;
import weir.evm.internal.rpc.RpcEndpoint;
import weir.evm.internal.rpc.RpcException;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.PoolKey;

/** Finds the blocks to fetch: from what the user wants, what is finalised, what is stored, and the age of the pool. Not thread-safe. */
final class FetchRange {

    private final EndpointPool endpoints;
    private final ChainCheck chain;
    private final PoolKey pool;
    private final BlockTime time;
    private final BlockHeader finalized;

    /** @param finalized the newest finalised block */
    FetchRange(EndpointPool endpoints, ChainCheck chain, PoolKey pool, BlockTime time, BlockHeader finalized) {
        this.endpoints = endpoints;
        this.chain = chain;
        this.pool = pool;
        this.time = time;
        this.finalized = finalized;
    }

    /**
     * Returns the blocks between two bounds.
     *
     * @param stored what the store has of the pool
     * @throws WeirException if they are not finalised, the range is empty, or the pool is younger
     */
    BlockRange resolve(Optional<BlockBound> from, BlockBound to, Optional<PoolInfo> stored) {
        long last = last(to, stored);
        if (from.isEmpty() && stored.isEmpty()) {
            throw WeirException.usage(
                    "nothing is stored of pool " + pool + ", so the first block is unknown",
                    "Give --from BLOCK or --from DATE.");
        }
        long first = from.map(this::first).orElseGet(() -> stored.get().lastBlock() + 1);
        if (first > last && from.isEmpty()) {
            return new BlockRange(last, last); // Everything up to the last block is stored.
        }
        if (first > last) {
            throw WeirException.usage(
                    "the range is empty: it begins at block " + first + " and ends at block " + last,
                    "Give a --from that is not above --to.");
        }
        requirePool(first);
        return new BlockRange(first, last);
    }

    private long first(BlockBound from) {
        if (from instanceof BlockBound.Block block) {
            return block.number();
        }
        if (from instanceof BlockBound.Time day) {
            return firstBlockFrom(day.start().getEpochSecond());
        }
        throw WeirException.usage("--from finalized is no range", "Give --from BLOCK or --from DATE.");
    }

    private long last(BlockBound to, Optional<PoolInfo> stored) {
        if (to instanceof BlockBound.Finalized) {
            if (stored.isPresent() && stored.get().lastBlock() > finalized.number()) {
                throw new EvmException(
                        "finalised block " + finalized.number(),
                        "it is below block " + stored.get().lastBlock() + ", which is already stored",
                        "The node lags behind, or its finalised block went backwards: try again later, use another node, or give"
                                + " --to " + finalized.number() + ".");
            }
            return finalized.number();
        }
        long last = to instanceof BlockBound.Block block
                ? block.number()
                : firstBlockFrom(((BlockBound.Time) to).end().getEpochSecond()) - 1;
        if (last > finalized.number()) {
            throw WeirException.usage(
                    "--to is block " + last + ", and the newest finalised block is " + finalized.number(),
                    "Only finalised blocks are stored: give --to finalized.");
        }
        return last;
    }

    private long firstBlockFrom(long seconds) {
        OptionalLong byRule = time.firstBlockFrom(seconds);
        if (byRule.isPresent()) {
            return byRule.getAsLong();
        }
        if (seconds > finalized.timestamp()) {
            return finalized.number() + 2;
        }
        return search(
                0,
                finalized.number(),
                block -> endpoints
                                .ask(endpoint -> ChainCheck.header(chain.require(endpoint), block))
                                .timestamp()
                        >= seconds);
    }

    /** Checks that the pool exists at the first block, if the node keeps the state of that block. */
    private void requirePool(long first) {
        if (hasCode(first).orElse(true)) {
            return;
        }
        long created =
                search(first + 1, finalized.number(), block -> hasCode(block).orElse(true));
        throw WeirException.usage(
                "pool " + pool + " is younger than --from: it does not exist at block " + first,
                "Give --from " + created + ", the block that created it.");
    }

    /** Returns whether the pool exists at a block; empty if no node knows. */
    private Optional<Boolean> hasCode(long block) {
        for (RpcEndpoint endpoint : endpoints.endpoints()) {
            try {
                return Optional.of(
                        EthRequests.code(chain.require(endpoint), pool.address(), HexQuantity.format(block)).length
                                > 0);
            } catch (RpcException e) {
                // Nodes without an archive do not know; the next one may be an archive.
            }
        }
        return Optional.empty();
    }

    /** Returns the first block of a range that has a property, which all later blocks have, too. */
    private static long search(long first, long last, Function<Long, Boolean> property) {
        long low = first;
        long high = last;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (property.apply(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Returns the parts of a range whose events are not all stored, in ascending order. */
    static List<BlockRange> missing(BlockRange wanted, List<BlockRange> stored) {
        List<BlockRange> missing = new ArrayList<>();
        long next = wanted.first();
        for (BlockRange each : stored) {
            if (each.last() < next || each.first() > wanted.last()) {
                continue;
            }
            if (each.first() > next) {
                missing.add(new BlockRange(next, each.first() - 1));
            }
            next = each.last() + 1;
        }
        if (next <= wanted.last()) {
            missing.add(new BlockRange(next, wanted.last()));
        }
        return missing;
    }
}
