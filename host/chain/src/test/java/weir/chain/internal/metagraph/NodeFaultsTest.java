package weir.chain.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.chain.MetagraphStatus;
import weir.chain.internal.rpc.Transport;

/** The follower against nodes with every fault; the test's clock bounds each wait. */
class NodeFaultsTest extends FollowerScenario {

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
    void nodeOfAnotherChainIsRejected() {
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
        assertTrue(follower.status().blockAge().orElseThrow().toSeconds() >= 360);
        seconds(2);
        assertReadFrom(second);
        Duration age = follower.status().blockAge().orElseThrow();
        assertTrue(
                age.compareTo(MetagraphStatus.MIN_BLOCK_AGE) >= 0 && age.compareTo(MetagraphStatus.MAX_BLOCK_AGE) <= 0,
                age.toString());
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
    void nodeThatAlwaysAnswersWithErrorsIsReplaced() {
        start();
        first.lastingErrors.put("state_call", "{\"code\": -32603, \"message\": \"internal\"}");
        blocks(26);
        assertTrue(follower.status().problem().contains("internal"));
        assertEquals(1, first.openConnections);
        blocks(1);
        assertEquals(0, first.openConnections);
        seconds(2);
        assertReadFrom(second);
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
    void connectionThatIsCutInTheMiddleOfAReplyIsReplaced() {
        start();
        run(first, 1);
        first.holdsReplies = true;
        follower.requestRead();
        Transport.Listener cut = lastListener;
        first.end(Transport.Failure.of("the node ended the connection"));
        assertEquals(0, first.openConnections);
        seconds(2);
        assertReadFrom(second);
        first.deliverHeldReplies(cut);
        assertReadFrom(second);
    }

    @Test
    void messageThatIsTooLongEndsTheConnectionAndTheNextNodeIsUsed() {
        start();
        first.end(Transport.Failure.of("a message has more than 8388608 characters"));
        assertTrue(follower.status().problem().contains("8388608"));
        seconds(2);
        assertReadFrom(second);
    }
}
