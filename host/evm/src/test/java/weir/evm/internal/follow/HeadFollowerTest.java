package weir.evm.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weir.evm.internal.rpc.BlockHeader;
import weir.evm.internal.rpc.RpcException;
import weir.evm.internal.rpc.RpcException.Kind;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.RecentEvents.Snapshot;

class HeadFollowerTest {

    private static final PoolKey POOL = new PoolKey(8453, "0x" + "ab".repeat(20));
    private static final PoolKey OTHER_POOL = new PoolKey(8453, "0x" + "cd".repeat(20));

    private final SimulatedChain chain = new SimulatedChain(new SplittableRandom(5), POOL, OTHER_POOL);
    private final HeadFollower follower = new HeadFollower(8453);

    @BeforeEach
    void start() {
        chain.extend(50);
        chain.finalBlock = chain.head() - 30;
        follower.add(POOL, chain.finalBlock);
        follower.add(OTHER_POOL, chain.finalBlock);
        follower.poll(chain, true);
    }

    @Test
    void swapIsVisibleWhenThePollReturns() {
        assertSeesChain(POOL);
        chain.extend(1);
        follower.poll(chain, false);
        assertSeesChain(POOL);
    }

    @Test
    void quietChainCostsOneRequest() {
        chain.requests = 0;
        Snapshot before = follower.recent(POOL).orElseThrow();
        follower.poll(chain, false);
        assertEquals(1, chain.requests);
        assertTrue(before == follower.recent(POOL).orElseThrow(), "the same snapshot");
        chain.extend(1);
        chain.requests = 0;
        follower.poll(chain, false);
        assertEquals(2, chain.requests, "the newest header, and the events of all pools");
    }

    @Test
    void nodeThatLagsBehindAndKnowsTheHeadDoesNotShortenTheView() {
        String head = chain.headHash();
        int[] requests = {0};
        // Behind a load balancer, the first answer comes from a node that lags, and the second one from another.
        chain.beforeRequest = () -> chain.lag = requests[0]++ == 0 ? 3 : 0;
        follower.poll(chain, false);
        assertEquals(head, follower.recent(POOL).orElseThrow().headHash());
    }

    @Test
    void nodeThatDoesNotHaveANewBlockYetLeavesTheView() {
        Snapshot before = follower.recent(POOL).orElseThrow();
        chain.extend(1);
        int[] requests = {0};
        // The header comes from a node that has the block, and the events from one that lags.
        chain.beforeRequest = () -> chain.lag = requests[0]++ == 0 ? 0 : 1;
        follower.poll(chain, false);
        assertEquals(Optional.of(before), follower.recent(POOL));
        assertTrue(follower.status().pools().get(POOL).isPresent(), "health names the reason");
        chain.beforeRequest = () -> {};
        chain.lag = 0;
        follower.poll(chain, false);
        assertSeesChain(POOL);
        assertEquals(Optional.empty(), follower.status().pools().get(POOL));
    }

    @Test
    void incompleteRangeOfANodeThatLagsBehindDoesNotCount() {
        chain.extend(PoolTail.MAX_BLOCKS_BY_HASH + 5);
        int[] requests = {0};
        int headers = PoolTail.MAX_BLOCKS_BY_HASH + 5;
        chain.beforeRequest = () -> chain.lag = requests[0]++ < headers ? 0 : 4;
        Snapshot before = follower.recent(POOL).orElseThrow();
        follower.poll(chain, false);
        assertEquals(Optional.of(before), follower.recent(POOL));
        chain.beforeRequest = () -> {};
        chain.lag = 0;
        follower.poll(chain, false);
        assertSeesChain(POOL);
    }

    @Test
    void longPauseIsReadWithFewRequests() {
        chain.extend(400);
        chain.requests = 0;
        follower.poll(chain, false);
        assertSeesChain(POOL);
        assertTrue(chain.requests < HeaderChain.MAX_NEW_HEADERS + 10, "requests: " + chain.requests);
        // Deeper than the known headers, and above the final block.
        chain.reorganise(420, 421);
        follower.poll(chain, false);
        assertSeesChain(POOL);
    }

    @Test
    void reorganisationBelowTheFinalBlockStops() {
        chain.reorganise(35, 40);
        follower.poll(chain, false);
        assertStopped("has replaced the final block " + chain.finalBlock);
        chain.extend(1);
        chain.requests = 0;
        follower.add(POOL, chain.finalBlock);
        follower.poll(chain, true);
        assertEquals(0, chain.requests, "no further request");
        assertStopped("has replaced");
    }

    @Test
    void reorganisationBelowTheFinalBlockAfterALongPauseStops() {
        chain.reorganise(35, 500);
        follower.poll(chain, false);
        assertStopped("has replaced the final block");
    }

    @Test
    void nodeOfAnotherChainStops() {
        chain.chainId = 1;
        chain.extend(1);
        follower.poll(chain, false);
        assertSeesChain(POOL);
        follower.poll(chain, true);
        assertStopped("is on chain 1, and the pools are on chain 8453");
    }

    @Test
    void finalBlockThatMovesBackIsIgnored() {
        long before = chain.finalBlock;
        chain.finalBlock -= 5;
        chain.extend(1);
        follower.poll(chain, true);
        assertSeesChain(POOL);
        assertEquals(before, follower.finalBlock().orElseThrow().number());
    }

    @Test
    void poolWhoseEventsAreWrongDoesNotStopItsNeighbour() {
        chain.extend(2);
        ChainReader wrong = new WrongEvents(chain, POOL);
        follower.poll(wrong, false);
        assertSeesChain(OTHER_POOL);
        assertEquals(
                Optional.of("node.example: the log is incomplete"),
                follower.status().pools().get(POOL));
        follower.poll(chain, false);
        assertSeesChain(POOL);
    }

    @Test
    void poolWhoseEventsAreWrongWhileItsBlocksAreStoredIsFollowedAfterwards() {
        ChainReader wrong = new WrongEvents(chain, POOL);
        for (int poll = 0; poll < 2; poll++) {
            chain.extend(100);
            chain.finalBlock = chain.head() - 20;
            follower.poll(wrong, true);
            follower.stored(POOL, chain.finalBlock - 50);
        }
        follower.poll(chain, false);
        assertSeesChain(POOL);
    }

    @Test
    void nodeThatDoesNotReturnTheFinalBlockDoesNotStop() {
        chain.extend(400);
        follower.poll(
                new DelegatingReader(chain) {
                    @Override
                    public Optional<BlockHeader> header(long number) {
                        return number == chain.finalBlock ? Optional.empty() : super.header(number);
                    }
                },
                false);
        assertTrue(follower.status().problem().orElseThrow().contains("does not return the final block"));
        follower.poll(chain, false);
        assertSeesChain(POOL);
    }

    @Test
    void nodeThatDoesNotAnswerLeavesTheViewAndFailsThePoll() {
        Snapshot before = follower.recent(POOL).orElseThrow();
        chain.extend(1);
        chain.beforeRequest = () -> {
            throw RpcException.failed(Kind.NO_ANSWER, "node.example", "no complete answer in 15 s", null);
        };
        assertThrows(RpcException.class, () -> follower.poll(chain, false));
        assertEquals(Optional.of(before), follower.recent(POOL));
        assertEquals(
                Optional.of("node.example: no complete answer in 15 s"),
                follower.status().problem());
        chain.beforeRequest = () -> {};
        follower.poll(chain, false);
        assertSeesChain(POOL);
        assertEquals(Optional.empty(), follower.status().problem());
    }

    @Test
    void storedBlocksLeaveTheSnapshot() {
        chain.extend(10);
        chain.finalBlock = chain.head() - 20;
        follower.poll(chain, true);
        follower.stored(POOL, chain.finalBlock);
        assertEquals(
                new BlockRange(chain.finalBlock + 1, chain.head()),
                follower.recent(POOL).orElseThrow().blocks());
        assertSeesChain(POOL);
        chain.reorganise(20, 22);
        follower.poll(chain, false);
        assertSeesChain(POOL);
        follower.remove(POOL);
        assertEquals(Optional.empty(), follower.recent(POOL));
        assertSeesChain(OTHER_POOL);
    }

    private void assertStopped(String reason) {
        assertTrue(follower.isStopped());
        assertEquals(Optional.empty(), follower.recent(POOL));
        String problem = follower.status().problem().orElseThrow();
        assertTrue(problem.contains(reason), problem);
    }

    private void assertSeesChain(PoolKey pool) {
        Snapshot snapshot = follower.recent(pool).orElseThrow();
        assertEquals(chain.headHash(), snapshot.headHash());
        List<BlockEvents> expected =
                chain.eventsBelow(chain.headHash(), pool, snapshot.blocks().first());
        assertEquals(expected.stream().flatMap(block -> block.swaps().stream()).toList(), snapshot.swaps());
        assertEquals(expected.stream().flatMap(block -> block.events().stream()).toList(), snapshot.events());
    }
}
