package weir.evm.internal.follow;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import weir.evm.EvmException;
import weir.evm.internal.rpc.BlockHeader;
import weir.evm.internal.rpc.RpcException;
import weir.history.PoolKey;
import weir.history.RecentEvents;

/**
 * Follows the head of one chain for some pools. Each {@link #poll} reads what the node has now and then replaces the snapshots of the
 * pools. A poll that fails leaves a pool's earlier snapshot, and the next poll goes on from it. If the chain contradicts final blocks, or
 * the node changes to another chain, following ends permanently: there are no snapshots any more, and only stored events are known.
 *
 * <p>{@link #recent} and {@link #status} are thread-safe; one thread calls the other methods.
 */
final class HeadFollower implements RecentEvents {

    /**
     * What health shows.
     *
     * @param isStopped whether following has ended permanently
     * @param head newest known block
     * @param pools the pools to follow, with the reason if one is not followed
     * @param problem why the last poll failed, or why following has ended
     */
    record Status(
            boolean isStopped,
            Optional<BlockHeader> head,
            Map<PoolKey, Optional<String>> pools,
            Optional<String> problem) {}

    private final long chainId;
    private final Map<PoolKey, PoolTail> tails = new ConcurrentHashMap<>();
    /** Last stored block of pools that have been added and not been read yet. */
    private final Map<PoolKey, Long> added = new ConcurrentHashMap<>();

    private final Map<PoolKey, String> problems = new ConcurrentHashMap<>();
    private volatile HeaderChain chain;
    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean isStopped;

    HeadFollower(long chainId) {
        this.chainId = chainId;
    }

    @Override
    public Optional<Snapshot> recent(PoolKey pool) {
        return Optional.ofNullable(tails.get(pool)).flatMap(PoolTail::snapshot);
    }

    /** Returns the newest known block, and why pools are not followed. */
    Status status() {
        Map<PoolKey, Optional<String>> pools = new TreeMap<>();
        added.keySet().forEach(pool -> pools.put(pool, Optional.of("its newest blocks have not been read yet")));
        tails.keySet().forEach(pool -> pools.put(pool, Optional.empty()));
        problems.forEach((pool, text) -> pools.put(pool, Optional.of(text)));
        return new Status(isStopped, Optional.ofNullable(chain).map(HeaderChain::head), pools, problem);
    }

    /**
     * Follows a pool from the next poll on.
     *
     * @param storedThrough last block whose events are stored; a final one
     */
    void add(PoolKey pool, long storedThrough) {
        if (!tails.containsKey(pool) && !isStopped) {
            added.put(pool, storedThrough);
        }
    }

    /** Ends to follow a pool. */
    void remove(PoolKey pool) {
        added.remove(pool);
        tails.remove(pool);
        problems.remove(pool);
    }

    /** Removes events from memory that have been stored. */
    void stored(PoolKey pool, long through) {
        tails.computeIfPresent(pool, (key, tail) -> tail.stored(through));
    }

    /** Whether following has ended permanently. */
    boolean isStopped() {
        return isStopped;
    }

    /** Returns the newest final block; empty before the first poll with {@code checkFinality}. */
    Optional<BlockHeader> finalBlock() {
        return Optional.ofNullable(chain).map(HeaderChain::finalBlock);
    }

    /**
     * Reads what the node has now.
     *
     * @param checkFinality whether to read also the newest final block and the chain id; must be true for the first poll
     * @throws RpcException if the node does not answer, or refuses all requests
     * @throws EvmException if its answer is wrong
     */
    void poll(ChainReader node, boolean checkFinality) {
        if (isStopped) {
            return;
        }
        try {
            if (checkFinality) {
                requireChain(node);
            }
            HeaderChain newer =
                    chain == null ? HeaderChain.endingWith(node.finalized()).follow(node) : chain.follow(node);
            chain = newer;
            followPools(newer, node);
            if (checkFinality) {
                chain = newer.withFinalBlock(node.finalized());
                followPools(chain, node);
            }
            problem = Optional.empty();
        } catch (FollowException e) {
            problem = Optional.of(e.getMessage());
            if (e.isFinal()) {
                stop();
            }
        } catch (RpcException | EvmException e) {
            problem = Optional.of(e.getMessage());
            throw e;
        }
    }

    private void requireChain(ChainReader node) {
        long id = node.chainId();
        if (id != chainId) {
            throw FollowException.stopped(
                    "the node " + node.host() + " is on chain " + id + ", and the pools are on chain " + chainId);
        }
    }

    private void followPools(HeaderChain newer, ChainReader node) {
        Set<PoolKey> pools = new TreeSet<>(tails.keySet());
        pools.addAll(added.keySet());
        BlockRequests requests = new BlockRequests(node, pools);
        added.forEach((pool, storedThrough) -> attempt(pool, () -> {
            tails.put(pool, PoolTail.read(pool, newer, storedThrough, requests));
            added.remove(pool);
        }));
        tails.forEach((pool, tail) -> attempt(pool, () -> tails.put(pool, tail.follow(newer, requests))));
    }

    /** A pool whose events cannot be read does not stop its neighbours. */
    private void attempt(PoolKey pool, Runnable read) {
        try {
            read.run();
            problems.remove(pool);
        } catch (EvmException | FollowException e) {
            problems.put(pool, e.getMessage());
        } catch (RpcException e) {
            problems.put(pool, e.getMessage());
            if (isOfAllRequests(e)) {
                throw e;
            }
        }
    }

    private static boolean isOfAllRequests(RpcException e) {
        return switch (e.kind()) {
            case NO_ANSWER, RATE, RETRY, FATAL -> true;
            case RANGE, RESULTS, BEYOND_HEAD, UNKNOWN_BLOCK, REVERTED, UNKNOWN -> false;
        };
    }

    private void stop() {
        isStopped = true;
        added.clear();
        tails.clear();
    }
}
