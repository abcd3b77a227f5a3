package weir.chain.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.Metagraph;
import weir.chain.Neuron;
import weir.chain.internal.rpc.Endpoints;
import weir.chain.internal.rpc.ManualScheduler;
import weir.chain.internal.rpc.Transport;

/** The follower against nodes with every fault; the test's clock bounds each wait. */
class MetagraphFollowerTest {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    private static final URI FIRST = URI.create("ws://first:9944");
    private static final URI SECOND = URI.create("ws://second:9944");
    private static final String TOO_MANY = "{\"code\": -32005, \"message\": \"Too many requests\"}";
    private static final String DISCARDED =
            "{\"code\": 4003, \"message\": \"Client error: UnknownBlock: State already discarded for 0x12\"}";

    @TempDir
    private Path folder;

    private final ManualScheduler scheduler = new ManualScheduler(START);
    private final FakeNode first = new FakeNode(START.toEpochMilli());
    private final FakeNode second = new FakeNode(START.toEpochMilli());
    private final Map<URI, FakeNode> nodes = new HashMap<>(Map.of(FIRST, first, SECOND, second));
    private Transport.Listener lastListener;
    private MetagraphFollower follower;

    @BeforeEach
    void createFollower() {
        follower = newFollower();
    }

    private MetagraphFollower newFollower() {
        Network network = new Network(Optional.of(FakeNode.GENESIS), List.of(FIRST, SECOND));
        Transport transport = (endpoint, listener) -> {
            lastListener = listener;
            return nodes.get(endpoint).connect(listener);
        };
        Endpoints endpoints = new Endpoints(network.endpoints(), () -> 0.5);
        return new MetagraphFollower(network, 98, new ChainFiles(folder), endpoints, transport, scheduler);
    }

    private void start() {
        follower.start();
        scheduler.advance(Duration.ZERO);
    }

    private Metagraph metagraph() {
        return follower.snapshot().orElseThrow().metagraph();
    }

    /** Lets a node make a block every 12 s. */
    private void run(FakeNode node, int blocks) {
        for (int i = 0; i < blocks; i++) {
            scheduler.advance(Duration.ofSeconds(12));
            node.makeBlocks(1);
        }
    }

    private void seconds(long seconds) {
        scheduler.advance(Duration.ofSeconds(seconds));
        first.setChainMillis(scheduler.now().toEpochMilli());
        second.setChainMillis(scheduler.now().toEpochMilli());
    }

    /** Lets both nodes make a block every 12 s. */
    private void blocks(int count) {
        for (int i = 0; i < count; i++) {
            seconds(12);
            first.makeBlocks(1);
            second.makeBlocks(1);
        }
    }

    private void assertReadFrom(FakeNode node) {
        assertEquals(node.head(), metagraph().block());
        assertEquals("", follower.status().problem());
    }

    @Test
    void coldStartReadsTheMetagraphWithAtMostEightRequests() {
        start();
        assertReadFrom(first);
        Neuron neuron = metagraph().neuron(SyntheticMetagraph.HOTKEY).orElseThrow();
        assertTrue(neuron.hasPermit());
        assertEquals(first.head(), neuron.totalStake());
        assertTrue(first.requests.size() <= 8, first.requests::toString);
    }

    @Test
    void startWithCachedMetadataTakesAtMostFiveRequestsAndHasTheLastMetagraphAtOnce() {
        start();
        follower.stop();
        first.requests.clear();
        follower = newFollower();
        assertEquals(first.head(), metagraph().block());
        start();
        assertReadFrom(first);
        assertTrue(first.requests.size() <= 5, first.requests::toString);
    }

    @Test
    void changeOnChainIsReadWithin25Blocks() {
        start();
        first.hasPermit = false;
        run(first, 24);
        assertTrue(metagraph().neurons().get(0).hasPermit());
        run(first, 1);
        assertFalse(metagraph().neurons().get(0).hasPermit());
    }

    @Test
    void requestedReadsComeAtOnceAndAtMostOnceAMinute() {
        start();
        run(first, 1);
        int before = first.requests.size();
        for (int i = 0; i < 1000; i++) {
            follower.requestRead();
        }
        assertReadFrom(first);
        assertEquals(before + 2, first.requests.size());
        run(first, 6);
        follower.requestRead();
        assertEquals(before + 4, first.requests.size());
    }

    @Test
    void refusedConnectionGoesToTheNextNode() {
        first.connectFailure = Transport.Failure.of("Connection refused");
        start();
        assertTrue(follower.status().problem().contains("Connection refused"));
        seconds(2);
        assertReadFrom(second);
    }

    @Test
    void delaysGrowToAMinuteWhileNoNodeCanBeReached() {
        first.connectFailure = Transport.Failure.of("Connection refused");
        second.connectFailure = Transport.Failure.of("Connection refused");
        start();
        seconds(3600);
        int connections = first.connections + second.connections;
        assertTrue(connections >= 60 && connections <= 70, "connections in an hour: " + connections);
    }

    @Test
    void silentConnectionIsGivenUpAfterTenSeconds() {
        first.acceptsConnections = false;
        start();
        seconds(9);
        assertEquals(0, second.connections);
        seconds(3);
        assertReadFrom(second);
        assertEquals(0, first.openConnections);
    }

    @Test
    void nodeThatDoesNotReplyIsGivenUpAfterThirtySecondsAndItsLateReplyIsIgnored() {
        first.holdsReplies = true;
        start();
        Transport.Listener silent = lastListener;
        seconds(32);
        assertReadFrom(second);
        first.deliverHeldReplies(silent);
        assertReadFrom(second);
        assertEquals(0, first.openConnections);
    }

    @Test
    void nodeWithoutNewBlocksIsGivenUpAfterAMinute() {
        start();
        run(first, 3);
        seconds(59);
        assertEquals(0, second.connections);
        seconds(3);
        assertReadFrom(second);
    }

    @Test
    void pushBeforeItsSubscribeReplyIsNotLost() {
        first.pushesBeforeReplies = true;
        start();
        assertReadFrom(first);
    }

    @Test
    void tooManyRequestsWaitsAsLongAsTheNodeWantsAndKeepsTheNode() {
        first.connectFailure = Transport.Failure.refusal("HTTP status 429", Optional.of(Duration.ofSeconds(120)));
        start();
        first.connectFailure = null;
        seconds(119);
        assertEquals(1, first.connections);
        seconds(1);
        assertReadFrom(first);
        assertEquals(0, second.connections);
    }

    @Test
    void policyCloseAndRateLimitErrorsKeepTheNode() {
        start();
        first.end(Transport.Failure.refusal("closed by the node: 1008", Optional.empty()));
        seconds(2);
        assertEquals(2, first.connections);
        first.lastingErrors.put("state_getRuntimeVersion", TOO_MANY);
        run(first, 25);
        assertTrue(follower.status().problem().contains("Too many requests"));
        first.lastingErrors.clear();
        blocks(6);
        assertEquals("", follower.status().problem());
        assertEquals(1, first.openConnections);
        assertEquals(0, second.connections);
    }

    @Test
    void nodeOfAnotherChainIsRefused() {
        first.genesis = "0x" + "11".repeat(32);
        start();
        assertTrue(follower.status().problem().contains("another chain"));
        assertTrue(follower.snapshot().isEmpty());
        seconds(2);
        assertReadFrom(second);
    }

    @Test
    void laggingNodeIsReplaced() {
        first.setChainMillis(START.minusSeconds(360).toEpochMilli());
        start();
        assertTrue(follower.snapshot().isEmpty());
        assertTrue(follower.status().problem().contains("behind"));
        seconds(2);
        assertReadFrom(second);
    }

    @Test
    void discardedStateIsReadAgainWithTheNextBlock() {
        first.errors.put("state_call", DISCARDED);
        start();
        assertTrue(follower.snapshot().isEmpty());
        run(first, 1);
        assertReadFrom(first);
    }

    @Test
    void metagraphIsCorrectWithinTwoBlocksOfARuntimeUpgrade() {
        start();
        run(first, 3);
        first.upgrade(461);
        run(first, 2);
        assertEquals(461, follower.snapshot().orElseThrow().specVersion());
        assertTrue(metagraph().block() >= first.head() - 1);
        first.hasPermit = false;
        run(first, 25);
        assertFalse(metagraph().neurons().get(0).hasPermit());
    }

    @Test
    void metadataThatIsLabelledWithTheNewVersionIsNotUsed() {
        first.specs.put(0L, 461);
        first.staleMetadata = 293;
        start();
        assertTrue(follower.snapshot().isEmpty());
        assertTrue(
                follower.status().problem().contains("metadata of spec 293"),
                follower.status().problem());
        first.staleMetadata = null;
        run(first, 1);
        assertReadFrom(first);
    }

    @Test
    void lastMetagraphStaysWhenTheNextCannotBeRead() {
        start();
        long block = first.head();
        first.lastingErrors.put("state_call", "{\"code\": -32000, \"message\": \"execution failed\"}");
        run(first, 60);
        assertEquals(block, metagraph().block());
        assertTrue(follower.status().problem().contains("execution failed"));
    }

    @Test
    void hundredReconnectsLeaveOneConnectionAndNoTimers() {
        start();
        int timers = scheduler.waitingTasks();
        for (int i = 0; i < 100; i++) {
            FakeNode connected = first.openConnections == 1 ? first : second;
            connected.end(Transport.Failure.of("connection reset"));
            blocks(12);
            assertEquals(1, first.openConnections + second.openConnections);
        }
        assertEquals(timers, scheduler.waitingTasks());
        assertTrue(first.connections + second.connections >= 100);
    }

    @Test
    void atMostOneRequestASecondOverAnHourEvenIfTheConnectionIsDroppedAgainAndAgain() {
        start();
        for (int second = 0; second < 3600; second++) {
            seconds(1);
            FakeNode connected = first.openConnections == 1 ? first : this.second;
            if (connected.openConnections == 1) {
                connected.end(Transport.Failure.of("connection reset"));
            }
        }
        int requests = first.requests.size() + this.second.requests.size();
        assertTrue(requests < 3600, "requests in an hour: " + requests);
    }

    @Test
    void storedMetagraphOfAnotherSubnetOrChainIsNotUsed() {
        start();
        follower.stop();
        ChainFiles files = new ChainFiles(folder);
        assertTrue(files.readMetagraph(Optional.of(FakeNode.GENESIS), 98).isPresent());
        assertTrue(files.readMetagraph(Optional.empty(), 98).isPresent());
        assertTrue(files.readMetagraph(Optional.of(FakeNode.GENESIS), 1).isEmpty());
        assertTrue(files.readMetagraph(Optional.of("0x" + "11".repeat(32)), 98).isEmpty());
    }

    @Test
    void nothingIsConnectedAfterStop() {
        start();
        follower.stop();
        assertEquals(0, first.openConnections);
        seconds(3600);
        assertEquals(1, first.connections + second.connections);
    }
}
