package weir.evm.internal.follow;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import weir.evm.internal.rpc.BlockHeader;
import weir.evm.internal.rpc.RpcException;
import weir.evm.internal.rpc.RpcException.Kind;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolKey;
import weir.history.SwapRow;
import weir.uniswap.v3.TickMath;

/**
 * A chain with events of pools that grows and reorganises as the test wants, and a node that shows it. It remembers replaced blocks, so
 * that a test can find out whether events belong together. The node is for one thread; {@link #eventsBelow} is thread-safe.
 */
final class SimulatedChain implements ChainReader {

    static final long FIRST_BLOCK = 1_000;

    private record Block(BlockHeader header, Map<PoolKey, BlockEvents> events, Map<PoolKey, Integer> ticks) {}

    private final RandomGenerator random;
    private final List<PoolKey> pools;
    private final Map<String, Block> allBlocks = new ConcurrentHashMap<>();
    private final List<Block> canonical = new ArrayList<>();
    private long hashes;

    long chainId = 8453;
    long finalBlock = FIRST_BLOCK;
    /** Number of newest blocks that the node does not have yet. */
    int lag;
    /** Called before each request. */
    Runnable beforeRequest = () -> {};

    int requests;

    SimulatedChain(RandomGenerator random, PoolKey... pools) {
        this.random = random;
        this.pools = List.of(pools);
        append(new Block(new BlockHeader(FIRST_BLOCK - 1, nextHash(), nextHash(), 1_700_000_000), Map.of(), Map.of()));
        canonical.clear();
        extend(1, allBlocks.values().iterator().next());
    }

    long head() {
        return canonical.get(canonical.size() - 1).header().number();
    }

    void extend(int blocks) {
        extend(blocks, canonical.get(canonical.size() - 1));
    }

    /** Replaces the newest blocks. */
    void reorganise(int depth, int newBlocks) {
        canonical.subList(canonical.size() - depth, canonical.size()).clear();
        extend(newBlocks);
    }

    private void extend(int blocks, Block from) {
        Block parent = from;
        for (int i = 0; i < blocks; i++) {
            long number = parent.header().number() + 1;
            BlockHeader header = new BlockHeader(
                    number, nextHash(), parent.header().hash(), parent.header().timestamp() + 2);
            Map<PoolKey, Integer> ticks = new HashMap<>(parent.ticks());
            Map<PoolKey, BlockEvents> events = new HashMap<>();
            pools.forEach(pool -> events.put(pool, randomEvents(pool, header, ticks)));
            parent = new Block(header, events, ticks);
            append(parent);
        }
    }

    private void append(Block block) {
        allBlocks.put(block.header().hash(), block);
        canonical.add(block);
    }

    private String nextHash() {
        return "0x%064x".formatted(++hashes);
    }

    private BlockEvents randomEvents(PoolKey pool, BlockHeader header, Map<PoolKey, Integer> ticks) {
        List<SwapRow> swaps = new ArrayList<>();
        List<PoolEvent> events = new ArrayList<>();
        int count = Math.max(0, random.nextInt(5) - 1);
        for (int index = 0; index < count; index++) {
            String txHash = nextHash();
            if (random.nextInt(4) == 0) {
                PoolEvent.Place place = new PoolEvent.Place(header.number(), index, txHash, header.timestamp());
                events.add(new PoolEvent.Mint(
                        place,
                        null,
                        -600,
                        600,
                        BigInteger.valueOf(1 + random.nextInt(1_000)),
                        BigInteger.ONE,
                        BigInteger.ONE));
            } else {
                boolean up = random.nextBoolean();
                int tick = ticks.merge(pool, up ? 3 : -3, Integer::sum);
                BigInteger amount = BigInteger.valueOf(1_000_000 + random.nextInt(1_000));
                swaps.add(new SwapRow(
                        header.number(),
                        index,
                        TickMath.getSqrtRatioAtTick(tick),
                        tick,
                        BigInteger.TEN.pow(18),
                        up ? amount.negate() : amount,
                        up ? amount : amount.negate(),
                        txHash,
                        header.timestamp()));
            }
        }
        return new BlockEvents(header.number(), header.hash(), swaps, events);
    }

    /** The blocks with events of a pool from a block to the one with this hash, on the chain of that block. */
    List<BlockEvents> eventsBelow(String headHash, PoolKey pool, long from) {
        List<BlockEvents> events = new ArrayList<>();
        for (Block block = allBlocks.get(headHash);
                block.header().number() >= Math.max(from, FIRST_BLOCK);
                block = allBlocks.get(block.header().parentHash())) {
            if (!block.events().get(pool).isEmpty()) {
                events.add(0, block.events().get(pool));
            }
        }
        return events;
    }

    String headHash() {
        return canonical.get(canonical.size() - 1).header().hash();
    }

    @Override
    public String host() {
        return "node.example";
    }

    @Override
    public long chainId() {
        request();
        return chainId;
    }

    @Override
    public BlockHeader latest() {
        request();
        return canonical.get(canonical.size() - 1 - lag).header();
    }

    @Override
    public BlockHeader finalized() {
        request();
        return block(finalBlock).orElseThrow().header();
    }

    @Override
    public Optional<BlockHeader> header(long number) {
        request();
        return block(number).map(Block::header);
    }

    @Override
    public BlockAnswer events(Collection<PoolKey> wanted, BlockHeader header) {
        request();
        return block(header.number())
                .filter(block -> block.header().equals(header))
                .map(block -> (BlockAnswer) block.events()::get)
                .orElseThrow(() -> RpcException.failed(Kind.UNKNOWN_BLOCK, host(), "unknown block", null));
    }

    @Override
    public List<BlockEvents> events(PoolKey pool, BlockRange blocks) {
        request();
        List<BlockEvents> events = new ArrayList<>();
        for (long number = blocks.first(); number <= blocks.last(); number++) {
            block(number)
                    .map(block -> block.events().get(pool))
                    .filter(inBlock -> !inBlock.isEmpty())
                    .ifPresent(events::add);
        }
        return events;
    }

    private Optional<Block> block(long number) {
        long index = number - FIRST_BLOCK;
        return index < 0 || index >= canonical.size() - lag
                ? Optional.empty()
                : Optional.of(canonical.get((int) index));
    }

    private void request() {
        requests++;
        beforeRequest.run();
    }
}
