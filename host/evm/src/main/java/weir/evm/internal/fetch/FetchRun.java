package weir.evm.internal.fetch;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import weir.evm.BlockBound;
import weir.evm.EvmException;
import weir.evm.HistoryFetch.Progress;
import weir.evm.HistoryFetch.Report;
import weir.evm.internal.inspect.PoolInspector;
import weir.evm.internal.logs.LogReader;
import weir.evm.internal.logs.PoolLogs;
import weir.evm.internal.rpc.BlockHeader;
import weir.evm.internal.rpc.EndpointPool;
import weir.evm.internal.rpc.EthRequests;
import weir.evm.internal.rpc.RpcEndpoint;
import weir.evm.internal.rpc.RpcException;
import weir.evm.internal.rpc.RpcException.Kind;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;

/** One fetch of the events of a pool. One request is under way at any time, and its answer is stored before the next one is sent. */
public final class FetchRun {

    private static final String FINALIZED = "finalized";

    /** A busy node is asked the same so many times before it is asked for fewer blocks. */
    private static final int UNCHANGED_RETRIES = 2;

    private final SwapStore store;
    private final PoolMetadataStore metadata;
    private final EndpointPool endpoints;
    private final Consumer<Progress> progress;
    private final PoolKey pool;
    private final ChainCheck chain;
    private final BlockTime time;
    private final LogReader reader;
    private final EventAppender appender;
    private final Map<RpcEndpoint, BlockRangePolicy> policies = new HashMap<>();
    private int failures;
    private long duplicates;

    public FetchRun(
            SwapStore store,
            PoolMetadataStore metadata,
            EndpointPool endpoints,
            Consumer<Progress> progress,
            PoolKey pool) {
        this.store = store;
        this.metadata = metadata;
        this.endpoints = endpoints;
        this.progress = progress;
        this.pool = pool;
        this.chain = new ChainCheck(pool.chainId());
        this.time = new BlockTime(pool.chainId());
        this.reader = new LogReader(pool);
        this.appender = new EventAppender(store, pool, time);
    }

    /** Fetches what is not stored between two bounds, as {@link weir.evm.HistoryFetch#fetch}. */
    public Report fetch(Optional<BlockBound> from, BlockBound to) {
        PoolMetadata facts = new PoolInspector(endpoints, chain::require, pool).inspect();
        BlockHeader finalized = finalized();
        Optional<PoolInfo> stored = store.pool(pool);
        BlockRange blocks = new FetchRange(endpoints, chain, pool, time, finalized).resolve(from, to, stored);
        checkTime(blocks);
        metadata.save(facts);
        List<BlockRange> missing =
                FetchRange.missing(blocks, stored.map(PoolInfo::eventBlocks).orElse(List.of()));
        long total = missing.stream().mapToLong(FetchRun::size).sum();
        long start = System.nanoTime();
        long done = 0;
        for (BlockRange gap : missing) {
            for (long next = gap.first(); next <= gap.last(); ) {
                BlockRange fetched = fetchPart(next, gap.last());
                next = fetched.last() + 1;
                done += size(fetched);
                progress.accept(
                        new Progress(done, total, appender.swaps(), Duration.ofNanos(System.nanoTime() - start)));
            }
        }
        store.compact(pool);
        requireNotBackwards(finalized);
        return new Report(facts, blocks, total, appender.swaps(), appender.events(), duplicates);
    }

    /** Returns the newest finalised block, which all other endpoints must have from now on, too. */
    private BlockHeader finalized() {
        return askForFinalized(chain::setAnchor);
    }

    private BlockHeader askForFinalized(BiConsumer<BlockHeader, RpcEndpoint> use) {
        try {
            return endpoints.ask(endpoint -> {
                BlockHeader header = EthRequests.header(chain.require(endpoint), FINALIZED)
                        .orElseThrow(() -> unsupported(endpoint.host(), "it answers null"));
                time.check(header, endpoint.host());
                use.accept(header, endpoint);
                return header;
            });
        } catch (RpcException e) {
            throw unsupported(e.host(), e.text());
        }
    }

    private static EvmException unsupported(String host, String text) {
        return new EvmException(
                host,
                "the node does not name its finalised block: " + text,
                "Only finalised blocks are stored; use a node that knows the block tag finalized.");
    }

    /** The node that has named the finalised block must not name an older one afterwards. It may lag behind for a moment. */
    private void requireNotBackwards(BlockHeader before) {
        askForFinalized((header, endpoint) -> {
            if (chain.isAnchorOf(endpoint) && header.number() < before.number()) {
                throw RpcException.failed(
                        Kind.BEYOND_HEAD,
                        endpoint.host(),
                        "its finalised block went backwards, from " + before.number() + " to " + header.number(),
                        null);
            }
        });
    }

    /** Two headers show whether the times of the nodes follow the chain's rule. */
    private void checkTime(BlockRange blocks) {
        for (long block : new long[] {blocks.first(), blocks.last()}) {
            endpoints.ask(endpoint -> {
                BlockHeader header = ChainCheck.header(chain.require(endpoint), block);
                time.check(header, endpoint.host());
                return header;
            });
        }
    }

    /** Fetches and stores the events of some blocks from {@code first} on. */
    private BlockRange fetchPart(long first, long last) {
        while (true) {
            RpcEndpoint endpoint = endpoints.next();
            BlockRangePolicy policy = policies.computeIfAbsent(endpoint, absent -> new BlockRangePolicy());
            BlockRange blocks = policy.next(first, last);
            PoolLogs logs;
            try {
                // A node that lags behind answers with the logs that it has. It must show that it has the last block.
                BlockHeader header = ChainCheck.header(chain.require(endpoint), blocks.last());
                logs = reader.read(endpoint, blocks);
                checkHashes(endpoint, logs, header);
            } catch (RpcException e) {
                react(endpoint, policy, blocks, e);
                continue;
            }
            endpoints.succeeded(endpoint);
            failures = 0;
            policy.succeeded(blocks);
            appender.append(blocks, logs, endpoint.host());
            duplicates += logs.duplicates();
            return blocks;
        }
    }

    private void react(RpcEndpoint endpoint, BlockRangePolicy policy, BlockRange blocks, RpcException e) {
        if (e.kind().asksForFewerBlocks()) {
            if (!policy.refused(blocks, e.refusal())) {
                endpoints.exclude(endpoint, e);
            }
            return;
        }
        switch (e.kind()) {
            case RETRY, NO_ANSWER -> {
                failures++;
                if (e.kind() == Kind.NO_ANSWER || failures > UNCHANGED_RETRIES) {
                    policy.refused(blocks, e.refusal());
                }
                endpoints.failed(endpoint, e);
            }
            case REVERTED -> endpoints.exclude(endpoint, e);
            default -> endpoints.failed(endpoint, e);
        }
    }

    /**
     * Compares the block of the last log with its header: at another endpoint, if there is one that can answer now, so that endpoints of
     * different chains are noticed.
     */
    private void checkHashes(RpcEndpoint endpoint, PoolLogs logs, BlockHeader lastHeader) {
        if (logs.size() == 0) {
            return;
        }
        int log = logs.size() - 1;
        long block = logs.block(log);
        if (block == lastHeader.number() && !logs.blockHash(log).equals(lastHeader.hash())) {
            ChainCheck.requireSame(block, logs.blockHash(log), endpoint.host(), endpoint);
        }
        for (RpcEndpoint other : endpoints.endpoints()) {
            if (other != endpoint && other.timeUntilReady().isZero()) {
                try {
                    ChainCheck.requireSame(block, logs.blockHash(log), endpoint.host(), chain.require(other));
                    return;
                } catch (RpcException e) {
                    endpoints.failed(other, e);
                }
            }
        }
        if (block != lastHeader.number()) {
            ChainCheck.requireSame(block, logs.blockHash(log), endpoint.host(), endpoint);
        }
    }

    private static long size(BlockRange blocks) {
        return blocks.last() - blocks.first() + 1;
    }
}
