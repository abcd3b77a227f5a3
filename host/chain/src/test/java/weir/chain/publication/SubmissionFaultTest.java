package weir.chain.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.chain.publication.Publisher.BAD_SIGNATURE;
import static weir.chain.publication.Publisher.CUT;
import static weir.chain.publication.Publisher.SUBMIT;
import static weir.chain.publication.Publisher.poolError;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.chain.RecordedChain;
import weir.chain.client.FakeSubtensor;
import weir.chain.publication.PublicationResult.Outcome;

/** What becomes of a submission when the connection, the node, the chain or the runtime changes meanwhile. */
class SubmissionFaultTest {

    private static final String BLOCK = "0x" + "11".repeat(32);

    private final Publisher publisher = new Publisher();
    private final FakeSubtensor chain = publisher.chain;

    @Test
    void anEntryAtAFinalisedBlockIsSuccess() {
        chain.afterSubmission.put(1, () -> chain.status("inBlock", BLOCK));
        chain.afterSubmission.put(3, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "203.0.113.7:8091");
    }

    @Test
    void theNodesWordThatABlockIsFinalisedIsNoSuccess() {
        chain.afterSubmission.put(1, () -> chain.status("inBlock", BLOCK));
        chain.afterSubmission.put(2, () -> chain.status("finalized", BLOCK));
        publisher.assertOutcome(Outcome.REFUSED, 1, "the node's last status was finalized");
    }

    @Test
    void aConnectionThatIsCutBeforeTheReplyIsFollowedByReading() {
        chain.onSubmission = () -> chain.node.end(CUT);
        chain.afterSubmission.put(4, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @Test
    void aConnectionThatIsCutAfterTheReplyIsFollowedByReading() {
        chain.afterSubmission.put(1, () -> chain.node.end(CUT));
        chain.afterSubmission.put(4, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @Test
    void aConnectionThatIsCutAfterTheBlockIsFollowedByReading() {
        chain.afterSubmission.put(1, () -> chain.status("inBlock", BLOCK));
        chain.afterSubmission.put(2, () -> chain.node.end(CUT));
        chain.afterSubmission.put(5, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @Test
    void aNodeThatDoesNotReplyIsLeftAndTheChainIsRead() {
        chain.onSubmission = () -> chain.node.holdsReplies = true;
        chain.afterSubmission.put(4, () -> {
            chain.node.holdsReplies = false;
            publisher.takeEffect();
        });
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usurped", "dropped", "invalid"})
    void anExtrinsicThatTheNodeGivesUpIsVoidWhenItsEraIsOver(String status) {
        chain.afterSubmission.put(1, () -> chain.status(status));
        publisher.assertOutcome(Outcome.REFUSED, 1, "the node's last status was " + status);
        assertEquals(1063, chain.node.head());
    }

    @ParameterizedTest
    @ValueSource(strings = {"usurped", "dropped", "invalid"})
    void anExtrinsicThatTheNodeGivesUpMayStillTakeEffect(String status) {
        chain.afterSubmission.put(1, () -> chain.status(status));
        chain.afterSubmission.put(9, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @Test
    void anotherExtrinsicWithTheNonceEndsTheWait() {
        chain.afterSubmission.put(1, () -> chain.status("usurped", "0x" + "22".repeat(32)));
        chain.afterSubmission.put(4, () -> chain.include("0x1234", 1, "0x00"));
        publisher.assertOutcome(Outcome.REFUSED, 1, "another one");
    }

    @Test
    void aRetractedBlockIsNoSuccess() {
        chain.afterSubmission.put(1, () -> chain.status("inBlock", BLOCK));
        chain.afterSubmission.put(2, () -> chain.status("retracted", BLOCK));
        publisher.assertOutcome(Outcome.REFUSED, 1, "the node's last status was retracted");
    }

    @Test
    void aRetractedExtrinsicThatIsInALaterBlockTakesEffect() {
        chain.afterSubmission.put(1, () -> chain.status("inBlock", BLOCK));
        chain.afterSubmission.put(2, () -> chain.status("retracted", BLOCK));
        chain.afterSubmission.put(5, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @Test
    void aNodeThatNeverComesBackLeavesTheFateUnknown() {
        chain.afterSubmission.put(1, () -> {
            chain.node.connectFailure = CUT;
            chain.node.end(CUT);
        });
        Instant start = chain.scheduler.now();
        publisher.assertOutcome(Outcome.FATE_UNKNOWN, 1, "until block 1063. To look, run the command again");
        Duration waited = Duration.between(start, chain.scheduler.now());
        assertTrue(waited.toMinutes() < 18, waited::toString);
    }

    @Test
    void anInterruptionLeavesTheFateUnknown() {
        chain.afterSubmission.put(2, Thread.currentThread()::interrupt);
        AxonPublication publication = publisher.publication(chain.client(), signer -> signer);
        publisher.onSign = () -> assertFalse(publication.isAwaitingFate());
        PublicationResult result = publication.run(false, false);
        assertTrue(Thread.interrupted());
        assertTrue(publication.isAwaitingFate());
        publisher.assertOutcome(Outcome.FATE_UNKNOWN, 1, "It can take effect until block 1063", result);
    }

    @Test
    void aConnectionThatIsCutAllTheTimeNeedsLessThanOneRequestPerSecond() {
        IntStream.rangeClosed(1, 64)
                .forEach(block -> chain.afterSubmission.put(block, () -> {
                    if (chain.node.openConnections > 0) {
                        chain.node.end(CUT);
                    }
                }));
        Instant start = chain.scheduler.now();
        publisher.assertOutcome(Outcome.REFUSED, 1, "void");
        long seconds = Duration.between(start, chain.scheduler.now()).toSeconds();
        assertTrue(chain.node.requests.size() < seconds, chain.node.requests.size() + " in " + seconds + " s");
    }

    @ParameterizedTest
    @CsvSource({
        "Custom error: 10, NOT_REGISTERED",
        "Custom error: 12, RATE_LIMITED",
        "Custom error: 11, REFUSED",
        "Custom error: 13, REFUSED",
        "Custom error: 255, REFUSED",
        "Custom error: 3, REFUSED",
        "Custom error: 0, REFUSED",
        "Custom error: 120, REFUSED",
        "Transaction has a bad signature, REFUSED",
        "Transaction is outdated, REFUSED",
        "Transaction has an ancient birth block, REFUSED"
    })
    void aRefusalOfThePoolIsReportedAtOnce(String data, Outcome expected) {
        chain.node.errors.put(SUBMIT, poolError(data));
        publisher.assertOutcome(expected, 0, data);
    }

    @Test
    void aNodeWithTooManyRequestsHasNotTakenTheExtrinsic() {
        chain.node.errors.put(SUBMIT, "{\"code\": -32005, \"message\": \"Too many requests\"}");
        publisher.assertOutcome(Outcome.UNREACHABLE, 0, "has not taken the extrinsic");
        assertEquals(1, chain.node.requests.stream().filter(SUBMIT::equals).count());
    }

    /** A proxy may give up waiting while the node has the extrinsic. */
    @ParameterizedTest
    @ValueSource(ints = {-32000, -32603})
    void anErrorThatIsNoneOfThePoolIsFollowedByReading(int code) {
        chain.node.errors.put(SUBMIT, "{\"code\": " + code + ", \"message\": \"upstream timeout\"}");
        chain.afterSubmission.put(4, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 0, "finalised");
        assertEquals(1, chain.node.requests.stream().filter(SUBMIT::equals).count());
    }

    @ParameterizedTest
    @CsvSource({
        "system_accountNextIndex, -32005, Too many requests",
        "state_queryStorageAt, 4003, State already discarded for 0x12"
    })
    void anErrorOfTheNodeBeforeTheSubmissionIsReported(String method, int code, String message) {
        chain.node.errors.put(method, "{\"code\": " + code + ", \"message\": \"" + message + "\"}");
        publisher.assertOutcome(Outcome.UNREACHABLE, 0, message);
    }

    @ParameterizedTest
    @CsvSource({
        "state_queryStorageAt, -32005, Too many requests",
        "state_queryStorageAt, 4003, State already discarded for 0x12",
        "state_queryStorageAt, -32603, internal"
    })
    void anErrorOfTheNodeDuringTheWatchIsFollowedByAnotherConnection(String method, int code, String message) {
        chain.afterSubmission.put(
                2, () -> chain.node.errors.put(method, "{\"code\": " + code + ", \"message\": \"" + message + "\"}"));
        chain.afterSubmission.put(6, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
        assertEquals(2, chain.node.connections);
    }

    @Test
    void anUpgradeDuringTheSubmissionIsFollowedByOneMoreSignature() {
        chain.node.errors.put(SUBMIT, BAD_SIGNATURE);
        publisher.onSign = () -> upgradeOnce(300);
        chain.afterSubmission.put(3, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
        assertEquals(1, publisher.openedKeys);
    }

    @Test
    void aSecondBadSignatureIsReported() {
        chain.node.lastingErrors.put(SUBMIT, BAD_SIGNATURE);
        publisher.onSign = () -> upgradeOnce(300);
        publisher.assertOutcome(Outcome.REFUSED, 0, "bad signature");
        assertEquals(2, chain.node.requests.stream().filter(SUBMIT::equals).count());
    }

    @Test
    void aBadSignatureWithoutUpgradeIsNotRepeated() {
        chain.node.lastingErrors.put(SUBMIT, BAD_SIGNATURE);
        publisher.assertOutcome(Outcome.REFUSED, 0, "bad signature");
        assertEquals(1, chain.node.requests.stream().filter(SUBMIT::equals).count());
    }

    @Test
    void anUpgradeWhileThePasswordIsEnteredIsSignedForTheNewRuntime() {
        AxonPublication publication = publisher.publication(chain.client(), signer -> {
            upgradeOnce(300);
            return signer;
        });
        chain.afterSubmission.put(2, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised", publication.run(false, false));
        assertEquals(1, chain.node.requests.stream().filter(SUBMIT::equals).count());
        assertTrue(publisher.signed.contains("2c010000"), "spec version 300 is signed: " + publisher.signed);
    }

    @Test
    void aPublicationRightAfterAnUpgradeSucceedsWithTheFirstCall() {
        chain.afterSubmission.put(1, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
        String first = chain.extrinsics.remove(0);
        publisher.publish(Publisher.OTHER, 900);
        chain.node.requests.clear();
        upgradeOnce(300);
        chain.afterSubmission.put(3, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
        assertNotEquals(first, chain.extrinsics.get(0));
        assertEquals(1, chain.node.requests.stream().filter(SUBMIT::equals).count());
    }

    @Test
    void anExtrinsicThatIsInThePoolAlreadyIsFollowed() {
        chain.node.errors.put(SUBMIT, "{\"code\": 1013, \"message\": \"Transaction Already Imported\"}");
        chain.afterSubmission.put(2, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 0, "finalised");
    }

    @Test
    void anExtrinsicThatFailedDuringAnInterruptionIsFoundInItsBlock() {
        chain.node.specs.put(0L, 218);
        JsonObject failed = RecordedChain.json("chain/serve-axon-real-218.json")
                .getAsJsonArray("cases")
                .get(1)
                .getAsJsonObject();
        chain.afterSubmission.put(1, () -> {
            chain.node.connectFailure = CUT;
            chain.node.end(CUT);
        });
        chain.afterSubmission.put(
                2,
                () -> chain.include(
                        chain.extrinsics.get(0),
                        failed.get("extrinsicIndex").getAsInt(),
                        failed.get("eventsRaw").getAsString()));
        chain.afterSubmission.put(5, () -> chain.node.connectFailure = null);
        publisher.assertOutcome(Outcome.RATE_LIMITED, 1, "SubtensorModule.ServingRateLimitExceeded");
    }

    private void upgradeOnce(int spec) {
        if (!chain.node.specs.containsValue(spec)) {
            chain.node.specs.put(chain.node.head() + 1, spec);
            chain.node.makeBlocks(1);
        }
    }
}
