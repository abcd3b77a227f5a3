package weir.evm.internal.follow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import weir.base.WeirException;
import weir.evm.internal.rpc.BlockHeader;
import weir.evm.internal.rpc.RpcException;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapHistory;

/**
 * Connects the head of the chain with the stored history: stores the final blocks of pools, and lets a {@link HeadFollower} follow a pool
 * as soon as its blocks are stored up to the final one. Final blocks are read again for this, never copied from memory.
 *
 * <p>One thread calls {@link #poll}. Final blocks are stored by tasks of an executor, one after another, because this may take long.
 */
final class LiveHistory {

    /** A pool without history gets that of the last day; blocks of Base take 2 s. */
    static final long FIRST_BLOCKS = 43_200;

    /** A history that ends at most a week ago is continued without a gap. */
    static final long MAX_MISSING_BLOCKS = 7 * FIRST_BLOCKS;

    /** The final block moves on every few minutes. */
    static final Duration FINALITY_INTERVAL = Duration.ofMinutes(1);

    private static final Duration RETRY_INTERVAL = Duration.ofMinutes(10);

    private final long chainId;
    private final HeadFollower follower;
    private final SwapHistory history;
    private final FinalBlocks finalBlocks;
    private final Executor storing;
    private final InstantSource clock;
    private final Set<PoolKey> wanted = new HashSet<>();
    private final Map<PoolKey, Progress> pools = new ConcurrentHashMap<>();
    private Instant lastFinalityCheck = Instant.MIN;

    /**
     * How far a pool is stored. Replaced as a whole.
     *
     * @param storedThrough last stored block; empty before the first task has ended
     * @param isRunning whether a task stores blocks now
     * @param problem why the last task failed
     * @param retryTime time of the next attempt after a failure
     */
    private record Progress(
            Optional<Long> storedThrough, boolean isRunning, Optional<String> problem, Instant retryTime) {}

    /**
     * @param chainId chain of the node
     * @param storing runs tasks one after another
     */
    LiveHistory(
            long chainId,
            HeadFollower follower,
            SwapHistory history,
            FinalBlocks finalBlocks,
            Executor storing,
            InstantSource clock) {
        this.chainId = chainId;
        this.follower = follower;
        this.history = history;
        this.finalBlocks = finalBlocks;
        this.storing = storing;
        this.clock = clock;
    }

    /**
     * Reads the chain once. A swap is visible when the method returns.
     *
     * @param poolsToFollow all pools to follow; those of other chains are reported by {@link #problems}
     * @throws RpcException if the node does not answer
     */
    void poll(ChainReader node, Collection<PoolKey> poolsToFollow) {
        select(poolsToFollow);
        if (follower.isStopped()) {
            return;
        }
        pools.forEach((pool, progress) -> progress.storedThrough().ifPresent(through -> {
            follower.add(pool, through);
            follower.stored(pool, through);
        }));
        Instant now = clock.instant();
        boolean checkFinality = !now.isBefore(lastFinalityCheck.plus(FINALITY_INTERVAL));
        try {
            follower.poll(node, checkFinality);
            if (checkFinality) {
                lastFinalityCheck = now;
            }
        } finally {
            follower.finalBlock().ifPresent(block -> storeFinalBlocks(block, now));
        }
    }

    /** Returns why pools are not stored or not followed, by pool. */
    Map<PoolKey, String> problems() {
        Map<PoolKey, String> problems = new TreeMap<>();
        pools.forEach((pool, progress) -> progress.problem().ifPresent(text -> problems.put(pool, text)));
        return problems;
    }

    /** Returns the pools whose blocks are being read for the first time since the start of the host. */
    Set<PoolKey> pending() {
        Set<PoolKey> pending = new HashSet<>();
        pools.forEach((pool, progress) -> {
            if (progress.storedThrough().isEmpty() && progress.problem().isEmpty()) {
                pending.add(pool);
            }
        });
        return pending;
    }

    private void select(Collection<PoolKey> poolsToFollow) {
        if (wanted.equals(Set.copyOf(poolsToFollow))) {
            return;
        }
        wanted.clear();
        wanted.addAll(poolsToFollow);
        pools.keySet().removeIf(pool -> !wanted.contains(pool));
        follower.status().pools().keySet().stream()
                .filter(pool -> !wanted.contains(pool))
                .forEach(follower::remove);
        for (PoolKey pool : wanted) {
            boolean isOfChain = pool.chainId() == chainId;
            Optional<String> problem = isOfChain
                    ? Optional.empty()
                    : Optional.of("its chain is " + pool.chainId() + ", but the node serves chain " + chainId);
            pools.putIfAbsent(
                    pool, new Progress(Optional.empty(), false, problem, isOfChain ? Instant.MIN : Instant.MAX));
        }
    }

    private void storeFinalBlocks(BlockHeader finalBlock, Instant now) {
        pools.forEach((pool, progress) -> {
            boolean isBehind = progress.storedThrough().orElse(-1L) < finalBlock.number();
            if (isBehind && !progress.isRunning() && !now.isBefore(progress.retryTime())) {
                pools.put(pool, new Progress(progress.storedThrough(), true, progress.problem(), now));
                storing.execute(() -> store(pool, finalBlock));
            }
        });
    }

    private void store(PoolKey pool, BlockHeader finalBlock) {
        if (follower.isStopped()) {
            return; // The final block may have been replaced.
        }
        long through = finalBlock.number();
        try {
            long from = firstMissingBlock(pool, through);
            if (from <= through) {
                finalBlocks.store(pool, from, finalBlock);
            }
            pools.computeIfPresent(
                    pool, (key, old) -> new Progress(Optional.of(through), false, Optional.empty(), Instant.MIN));
        } catch (WeirException | RpcException e) {
            failed(pool, e.getMessage());
        } catch (RuntimeException | Error e) {
            // A defect must not end the storing of this pool.
            failed(pool, WeirException.describe(e));
        }
    }

    private void failed(PoolKey pool, String problem) {
        Instant retryTime = clock.instant().plus(RETRY_INTERVAL);
        pools.computeIfPresent(
                pool, (key, old) -> new Progress(old.storedThrough(), false, Optional.of(problem), retryTime));
    }

    private long firstMissingBlock(PoolKey pool, long through) {
        long earliest = Math.max(0, through - FIRST_BLOCKS + 1);
        return history.pool(pool)
                .map(PoolInfo::lastBlock)
                .filter(last -> through - last <= MAX_MISSING_BLOCKS)
                .map(last -> last + 1)
                .orElse(earliest);
    }
}
