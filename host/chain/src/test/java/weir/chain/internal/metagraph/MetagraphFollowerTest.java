package weir.chain.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.chain.Neuron;
import weir.chain.internal.rpc.Transport;

/** What the follower reads from nodes in order, and when. */
class MetagraphFollowerTest extends FollowerScenario {

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
    void lastMetagraphStaysWhenTheNextCannotBeRead() {
        start();
        long block = first.head();
        first.lastingErrors.put("state_call", "{\"code\": -32000, \"message\": \"execution failed\"}");
        run(first, 60);
        assertEquals(block, metagraph().block());
        assertTrue(follower.status().problem().contains("execution failed"));
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

    /** The node announces a runtime before the finalised block that has it first. */
    @Test
    void upgradeThatIsAnnouncedDuringAReadIsNotForgotten() {
        start();
        run(first, 24);
        first.holdsReplies = true;
        run(first, 1);
        first.upgrade(461);
        first.holdsReplies = false;
        first.deliverHeldReplies(lastListener);
        run(first, 2);
        assertEquals(461, follower.snapshot().orElseThrow().specVersion());
        assertTrue(metagraph().block() >= first.head() - 1);
    }

    @Test
    void connectionBeginsAfterTheDelayAndNotAfterAStop() {
        follower.start(Duration.ofSeconds(5));
        seconds(4);
        assertEquals(0, first.connections);
        seconds(1);
        assertReadFrom(first);
        follower.stop();
        follower.start(Duration.ofSeconds(5));
        follower.stop();
        seconds(60);
        assertEquals(1, first.connections + second.connections);
    }

    @Test
    void stoppedFollowerStartsAgainWithOneConnection() {
        first.connectFailure = Transport.Failure.of("Connection refused");
        start();
        first.connectFailure = null;
        for (int i = 0; i < 3; i++) {
            follower.stop();
            follower.start(Duration.ZERO);
            follower.start(Duration.ZERO);
        }
        blocks(10);
        assertEquals(1, first.openConnections + second.openConnections);
        follower.stop();
        assertEquals(0, first.openConnections + second.openConnections);
    }
}
