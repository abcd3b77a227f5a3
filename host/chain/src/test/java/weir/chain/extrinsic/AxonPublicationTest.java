package weir.chain.extrinsic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.chain.extrinsic.PublicationResult.Outcome;
import weir.chain.internal.rpc.Transport;
import weir.protocol.KeyFileException;
import weir.protocol.PublicKey;
import weir.protocol.Signer;

/** The publication against a node with every fault, by the test's clock. The signatures are not valid: the node does not check them. */
class AxonPublicationTest {

    private static final AxonAddress ADDRESS = new AxonAddress(ip(203, 0, 113, 7), 8091);
    private static final AxonAddress OTHER = new AxonAddress(ip(203, 0, 113, 8), 8091);
    private static final Transport.Failure CUT = Transport.Failure.of("cut");

    private final FakeSubtensor chain = new FakeSubtensor();
    private final List<String> progress = new ArrayList<>();
    private int openedKeys;

    private static InetAddress ip(int... numbers) {
        byte[] bytes = {(byte) numbers[0], (byte) numbers[1], (byte) numbers[2], (byte) numbers[3]};
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private final Signer signer = new Signer() {
        @Override
        public PublicKey publicKey() {
            return FakeSubtensor.HOTKEY;
        }

        @Override
        public byte[] sign(byte[] message) {
            return new byte[64];
        }
    };

    private PublicationResult run(boolean waits, boolean isDryRun) {
        AxonPublication.KeyOpener keys = () -> {
            openedKeys++;
            return signer;
        };
        return publication(keys).run(waits, isDryRun);
    }

    private AxonPublication publication(AxonPublication.KeyOpener keys) {
        return new AxonPublication(
                chain.client(), FakeSubtensor.NETUID, FakeSubtensor.HOTKEY, ADDRESS, keys, progress::add);
    }

    private void assertOutcome(Outcome expected, int submissions, String message) {
        PublicationResult result = run(false, false);
        assertEquals(expected, result.outcome(), result + " " + progress);
        assertTrue(result.message().contains(message), result.message());
        assertEquals(submissions, chain.extrinsics.size());
    }

    /** Lets the extrinsic take effect. */
    private void takeEffect() {
        chain.publish(ADDRESS, chain.node.head());
        chain.setNonce(chain.nonce + 1);
    }

    @AfterEach
    void noConnectionIsLeftAndNothingIsSubmittedTwice() {
        assertEquals(0, chain.node.openConnections);
        assertEquals(chain.extrinsics.size(), new HashSet<>(chain.extrinsics).size());
    }

    @Test
    void anEntryAtAFinalisedBlockIsSuccess() {
        chain.afterSubmission.put(1, () -> chain.status("inBlock", "0x" + "11".repeat(32)));
        chain.afterSubmission.put(3, this::takeEffect);
        assertOutcome(Outcome.PUBLISHED, 1, "203.0.113.7:8091");
    }

    @Test
    void anEqualEntryNeedsNoKeyAndNoSubmission() {
        chain.publish(ADDRESS, 990);
        assertOutcome(Outcome.EQUAL, 0, "already");
        assertEquals(0, openedKeys);
    }

    @Test
    void anotherEntryIsReplaced() {
        chain.publish(OTHER, 900);
        chain.afterSubmission.put(3, this::takeEffect);
        assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @Test
    void aHotkeyThatIsNotRegisteredIsReportedAlsoIfItsEntryIsLeft() {
        chain.deregister();
        chain.publish(ADDRESS, 900);
        assertOutcome(Outcome.NOT_REGISTERED, 0, FakeSubtensor.HOTKEY.ss58());
    }

    @Test
    void theRateLimitIsReportedInBlocksAndMinutes() {
        chain.publish(OTHER, 990);
        assertOutcome(Outcome.RATE_LIMITED, 0, "in 40 blocks, about 8 minutes");
        assertEquals(0, openedKeys);
    }

    @Test
    void waitingForTheRateLimitSubmitsWhenItIsOver() {
        chain.publish(OTHER, 990);
        chain.afterSubmission.put(3, this::takeEffect);
        assertEquals(Outcome.PUBLISHED, run(true, false).outcome());
        assertTrue(chain.node.head() >= 1040, "at block " + chain.node.head());
    }

    @Test
    void aDryRunDescribesTheCallAndNeedsNoKey() {
        PublicationResult result = run(false, true);
        assertEquals(Outcome.NOT_SIGNED, result.outcome());
        assertTrue(result.message().contains("ip 3405803783 (203.0.113.7)"), result.message());
        assertEquals(0, openedKeys);
        assertEquals(0, chain.extrinsics.size());
    }

    @Test
    void aConnectionThatIsCutBeforeTheReplyIsFollowedByReading() {
        chain.onSubmission = () -> chain.node.end(CUT);
        chain.afterSubmission.put(4, this::takeEffect);
        assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @Test
    void aConnectionThatIsCutAfterTheReplyIsFollowedByReading() {
        chain.afterSubmission.put(1, () -> chain.node.end(CUT));
        chain.afterSubmission.put(4, this::takeEffect);
        assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @Test
    void aConnectionThatIsCutAfterTheBlockIsFollowedByReading() {
        chain.afterSubmission.put(1, () -> chain.status("inBlock", "0x" + "11".repeat(32)));
        chain.afterSubmission.put(2, () -> chain.node.end(CUT));
        chain.afterSubmission.put(5, this::takeEffect);
        assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usurped", "dropped", "invalid"})
    void anExtrinsicThatTheNodeGivesUpIsVoidWhenItsEraIsOver(String status) {
        chain.afterSubmission.put(1, () -> chain.status(status));
        assertOutcome(Outcome.REFUSED, 1, "the node's last status was " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"usurped", "dropped", "invalid"})
    void anExtrinsicThatTheNodeGivesUpMayStillTakeEffect(String status) {
        chain.afterSubmission.put(1, () -> chain.status(status));
        chain.afterSubmission.put(9, this::takeEffect);
        assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @Test
    void anotherExtrinsicWithTheNonceEndsTheWait() {
        chain.afterSubmission.put(1, () -> chain.status("usurped", "0x" + "22".repeat(32)));
        chain.afterSubmission.put(4, () -> {
            chain.setBlock(1, "0x00");
            chain.extrinsics.add("0x1234"); // The block contains another one.
            chain.setNonce(8);
        });
        PublicationResult result = run(false, false);
        assertEquals(Outcome.REFUSED, result.outcome(), result::message);
        assertTrue(result.message().contains("another one"), result.message());
    }

    @Test
    void aRetractedBlockIsNoSuccess() {
        chain.afterSubmission.put(1, () -> chain.status("inBlock", "0x" + "11".repeat(32)));
        chain.afterSubmission.put(2, () -> chain.status("retracted", "0x" + "11".repeat(32)));
        assertOutcome(Outcome.REFUSED, 1, "the node's last status was retracted");
    }

    @Test
    void anExtrinsicThatFailsInItsBlockIsNamedByTheMetadata() {
        chain.node.specs.put(0L, 218);
        JsonObject recorded = FakeSubtensor.recordedCase(
                        "chain/serve-axon-real-218.json", "again at once, other port: rate limit")
                .getAsJsonObject();
        chain.afterSubmission.put(2, () -> {
            chain.status("inBlock", recorded.get("block").getAsString());
            chain.setBlock(
                    recorded.get("extrinsicIndex").getAsInt(),
                    recorded.get("eventsRaw").getAsString());
            chain.setNonce(8);
        });
        chain.node.knownBlock = recorded.get("block").getAsString();
        assertOutcome(Outcome.RATE_LIMITED, 1, "SubtensorModule.ServingRateLimitExceeded");
    }

    @ParameterizedTest
    @CsvSource({
        "Custom error: 10, NOT_REGISTERED",
        "Custom error: 12, RATE_LIMITED",
        "Custom error: 11, REFUSED",
        "Custom error: 13, REFUSED",
        "Custom error: 255, REFUSED",
        "Transaction has a bad signature, REFUSED",
        "Transaction is outdated, REFUSED",
        "Transaction has an ancient birth block, REFUSED"
    })
    void aRefusalOfThePoolIsReportedAtOnce(String data, Outcome expected) {
        chain.node.errors.put(
                "author_submitAndWatchExtrinsic",
                "{\"code\": 1010, \"message\": \"Invalid Transaction\", \"data\": \"" + data + "\"}");
        assertOutcome(expected, 0, data);
    }

    @Test
    void aNodeWithTooManyRequestsHasNotTakenTheExtrinsic() {
        chain.node.errors.put(
                "author_submitAndWatchExtrinsic", "{\"code\": -32005, \"message\": \"Too many requests\"}");
        assertOutcome(Outcome.REFUSED, 0, "Too many requests");
    }

    @Test
    void aPublicationTakesFewRequests() {
        chain.afterSubmission.put(1, this::takeEffect);
        assertOutcome(Outcome.PUBLISHED, 1, "finalised");
        assertTrue(chain.node.requests.size() <= 16, chain.node.requests::toString);
    }

    @Test
    void aNodeThatNeverComesBackLeavesTheFateUnknown() {
        chain.afterSubmission.put(1, () -> {
            chain.node.connectFailure = CUT;
            chain.node.end(CUT);
        });
        assertOutcome(Outcome.FATE_UNKNOWN, 1, "Run the command again");
    }

    @Test
    void aNodeThatCannotBeReachedIsReportedBeforeTheKeyIsOpened() {
        chain.node.connectFailure = CUT;
        assertOutcome(Outcome.UNREACHABLE, 0, "ws://node:9944: cut; nothing was submitted");
        assertEquals(0, openedKeys);
    }

    @Test
    void aKeyThatCannotBeOpenedOrIsAnotherOneIsReported() {
        PublicationResult result = publication(() -> {
                    throw new KeyFileException(Path.of("hotkey"), "is damaged");
                })
                .run(false, false);
        assertEquals(Outcome.NO_KEY, result.outcome());
        Signer other = new Signer() {
            @Override
            public PublicKey publicKey() {
                return PublicKey.ofSs58("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty");
            }

            @Override
            public byte[] sign(byte[] message) {
                throw new AssertionError("signed with the key of another hotkey");
            }
        };
        assertEquals(Outcome.NO_KEY, publication(() -> other).run(false, false).outcome());
    }

    @Test
    void anUpgradeDuringTheSubmissionIsFollowedByOneMoreSignature() {
        chain.node.errors.put(
                "author_submitAndWatchExtrinsic",
                "{\"code\": 1010, \"message\": \"Invalid Transaction\", \"data\": \"Transaction has a bad signature\"}");
        AxonPublication publication = publication(() -> {
            openedKeys++;
            return new Signer() {
                @Override
                public PublicKey publicKey() {
                    return FakeSubtensor.HOTKEY;
                }

                @Override
                public byte[] sign(byte[] message) {
                    if (chain.node.specs.size() == 1) {
                        chain.node.upgrade(300);
                        chain.node.makeBlocks(1);
                    }
                    return new byte[64];
                }
            };
        });
        chain.afterSubmission.put(3, this::takeEffect);
        PublicationResult result = publication.run(false, false);
        assertEquals(Outcome.PUBLISHED, result.outcome(), result::message);
        assertEquals(1, openedKeys);
    }
}
