package weir.chain.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.Metagraph;
import weir.chain.internal.rpc.Endpoints;
import weir.chain.internal.rpc.ManualScheduler;
import weir.chain.internal.rpc.Transport;

/** A follower with two nodes, and a clock that the test moves. */
abstract class FollowerScenario {

    static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    static final URI FIRST = URI.create("ws://first:9944");
    static final URI SECOND = URI.create("ws://second:9944");
    static final String TOO_MANY = "{\"code\": -32005, \"message\": \"Too many requests\"}";
    static final String DISCARDED =
            "{\"code\": 4003, \"message\": \"Client error: UnknownBlock: State already discarded for 0x12\"}";

    @TempDir
    Path folder;

    final ManualScheduler scheduler = new ManualScheduler(START);
    final FakeNode first = new FakeNode(START.toEpochMilli());
    final FakeNode second = new FakeNode(START.toEpochMilli());
    final Map<URI, FakeNode> nodes = new HashMap<>(Map.of(FIRST, first, SECOND, second));
    Transport.Listener lastListener;
    MetagraphFollower follower;

    @BeforeEach
    void createFollower() {
        follower = newFollower();
    }

    MetagraphFollower newFollower() {
        Network network = new Network(Optional.of(FakeNode.GENESIS), List.of(FIRST, SECOND));
        Transport transport = (endpoint, listener) -> {
            lastListener = listener;
            return nodes.get(endpoint).connect(listener);
        };
        Endpoints endpoints = new Endpoints(network.endpoints(), () -> 0.5);
        return new MetagraphFollower(network, 98, new ChainFiles(folder), endpoints, transport, scheduler);
    }

    void start() {
        follower.start(Duration.ZERO);
        scheduler.advance(Duration.ZERO);
    }

    Metagraph metagraph() {
        return follower.snapshot().orElseThrow().metagraph();
    }

    /** Lets a node make a block every 12 s. */
    void run(FakeNode node, int blocks) {
        for (int i = 0; i < blocks; i++) {
            scheduler.advance(Duration.ofSeconds(12));
            node.makeBlocks(1);
        }
    }

    void seconds(long seconds) {
        scheduler.advance(Duration.ofSeconds(seconds));
        first.setChainMillis(scheduler.now().toEpochMilli());
        second.setChainMillis(scheduler.now().toEpochMilli());
    }

    /** Lets both nodes make a block every 12 s. */
    void blocks(int count) {
        for (int i = 0; i < count; i++) {
            seconds(12);
            first.makeBlocks(1);
            second.makeBlocks(1);
        }
    }

    void assertReadFrom(FakeNode node) {
        assertEquals(node.head(), metagraph().block());
        assertEquals("", follower.status().problem());
    }
}
