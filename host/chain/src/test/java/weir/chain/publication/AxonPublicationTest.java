package weir.chain.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.chain.publication.Publisher.ADDRESS;
import static weir.chain.publication.Publisher.CUT;
import static weir.chain.publication.Publisher.OTHER;
import static weir.chain.publication.Publisher.SUBMIT;

import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.chain.RecordedChain;
import weir.chain.client.FakeSubtensor;
import weir.chain.internal.rpc.Transport;
import weir.chain.publication.PublicationResult.Outcome;
import weir.protocol.KeyFileException;
import weir.protocol.PublicKey;
import weir.protocol.Signer;

/** What a publication decides before it submits, and how many requests it needs. */
class AxonPublicationTest {

    private final Publisher publisher = new Publisher();
    private final FakeSubtensor chain = publisher.chain;

    @Test
    void anEqualEntryNeedsNoKeyAndNoSubmission() {
        publisher.publish(ADDRESS, 990);
        publisher.assertOutcome(Outcome.EQUAL, 0, "already");
        assertEquals(0, publisher.openedKeys);
    }

    @Test
    void anotherEntryIsReplaced() {
        publisher.publish(OTHER, 900);
        chain.afterSubmission.put(3, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @Test
    void aHotkeyThatIsNotRegisteredIsReportedAlsoIfItsEntryIsLeft() {
        chain.deregister();
        publisher.publish(ADDRESS, 900);
        publisher.assertOutcome(Outcome.NOT_REGISTERED, 0, FakeSubtensor.HOTKEY.ss58());
    }

    @Test
    void theRateLimitIsReportedInBlocksAndMinutes() {
        publisher.publish(OTHER, 990);
        publisher.assertOutcome(Outcome.RATE_LIMITED, 0, "in 40 blocks, about 8 minutes");
        assertEquals(0, publisher.openedKeys);
    }

    @Test
    void theRateLimitEndsAfterItsNumberOfBlocks() {
        publisher.publish(OTHER, 951);
        publisher.assertOutcome(Outcome.RATE_LIMITED, 0, "in 1 blocks, about 1 minutes");
        publisher.publish(OTHER, 950);
        chain.afterSubmission.put(1, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @Test
    void waitingForTheRateLimitSubmitsWhenItIsOver() {
        publisher.publish(OTHER, 990);
        chain.afterSubmission.put(3, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised", publisher.run(true, false));
        assertTrue(chain.node.head() >= 1040, "at block " + chain.node.head());
    }

    @Test
    void waitingForTheRateLimitGoesOnAfterAReconnect() {
        publisher.publish(OTHER, 990);
        chain.afterBlocks.put(5, () -> chain.node.end(CUT));
        chain.afterBlocks.put(20, () -> chain.node.connectFailure = CUT);
        chain.afterBlocks.put(21, () -> chain.node.end(CUT));
        chain.afterBlocks.put(27, () -> chain.node.connectFailure = null);
        chain.afterSubmission.put(3, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised", publisher.run(true, false));
        assertTrue(chain.node.head() >= 1040, "at block " + chain.node.head());
    }

    @Test
    void waitingForTheRateLimitEndsIfNoNodeComesBack() {
        publisher.publish(OTHER, 990);
        chain.afterBlocks.put(5, () -> {
            chain.node.connectFailure = CUT;
            chain.node.end(CUT);
        });
        publisher.assertOutcome(Outcome.UNREACHABLE, 0, "nothing was submitted", publisher.run(true, false));
        assertTrue(chain.node.head() < 1000 + 40 + 30, "at block " + chain.node.head());
    }

    @Test
    void aDryRunDescribesTheCallAndNeedsNoKey() {
        PublicationResult result = publisher.run(false, true);
        assertEquals(
                List.of(
                        "SubtensorModule.serve_axon",
                        "  netuid 98",
                        "  version 10002000",
                        "  ip 3405803783 (203.0.113.7)",
                        "  port 8091",
                        "  ip_type 4",
                        "  protocol 4",
                        "  placeholder1 0",
                        "  placeholder2 0",
                        "spec version 293, signed by " + FakeSubtensor.HOTKEY
                                + ", nonce 7, valid from block 1000 to 1063, tip 0. Not signed and not submitted (--dry-run)"),
                result.message().lines().toList());
        publisher.assertOutcome(Outcome.NOT_SIGNED, 0, "", result);
        assertEquals(0, publisher.openedKeys);
    }

    @Test
    void aColdStartNeedsEightRequestsUpToTheSubmission() {
        chain.afterSubmission.put(1, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
        assertEquals(7, chain.node.requests.indexOf(SUBMIT), chain.node.requests::toString);
        assertEquals(10, chain.node.requests.size(), chain.node.requests::toString);
    }

    @Test
    void aReconnectUsesTheMetadataAgainAndNeedsFiveRequests() {
        chain.afterSubmission.put(1, () -> {
            chain.node.requests.clear();
            chain.node.end(CUT);
        });
        chain.afterSubmission.put(2, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
        assertTrue(chain.node.requests.size() <= 5, chain.node.requests::toString);
    }

    @Test
    void aNodeThatCannotBeReachedIsReportedBeforeTheKeyIsOpened() {
        chain.node.connectFailure = CUT;
        publisher.assertOutcome(Outcome.UNREACHABLE, 0, "ws://node:9944: cut; nothing was submitted");
        assertEquals(0, publisher.openedKeys);
    }

    @Test
    void aNodeOfAnotherChainIsRejected() {
        chain.node.genesis = "0x" + "12".repeat(32);
        publisher.assertOutcome(Outcome.UNREACHABLE, 0, "it serves another chain, with the genesis 0x1212");
    }

    @Test
    void anotherChainAfterAReconnectIsRejectedAlsoWithoutAKnownGenesis() {
        chain.afterSubmission.put(1, () -> {
            publisher.takeEffect();
            chain.node.genesis = "0x" + "12".repeat(32);
            chain.node.end(CUT);
        });
        PublicationResult result = publisher
                .publication(chain.client(Optional.empty(), "ws://node:9944"), signer -> signer)
                .run(false, false);
        publisher.assertOutcome(Outcome.FATE_UNKNOWN, 1, "another chain", result);
    }

    @Test
    void aNodeWhoseChainIsFiveMinutesBehindIsReplacedByTheNext() {
        chain.node.setChainMillis(
                chain.scheduler.now().toEpochMilli() - Duration.ofMinutes(6).toMillis());
        publisher.assertOutcome(Outcome.UNREACHABLE, 0, "its chain is 6 minutes behind the clock");
        chain.afterBlocks.put(
                1,
                () -> chain.node.setChainMillis(chain.scheduler.now().toEpochMilli()
                        - Duration.ofMinutes(4).toMillis()));
        chain.afterSubmission.put(1, publisher::takeEffect);
        PublicationResult result = publisher
                .publication(chain.client(Optional.empty(), "ws://behind", "ws://current"), signer -> signer)
                .run(false, false);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised", result);
        assertTrue(publisher.progress.toString().contains("ws://behind: its chain"), publisher.progress::toString);
        assertTrue(publisher.progress.toString().contains("to ws://current"), publisher.progress::toString);
    }

    @Test
    void aRefusalThatLastsTooLongIsReportedAtOnce() {
        chain.node.connectFailure = Transport.Failure.refusal("HTTP status 429", Optional.of(Duration.ofHours(1)));
        PublicationResult result = publisher
                .publication(chain.client(Optional.empty(), "ws://a", "ws://b"), signer -> signer)
                .run(false, false);
        publisher.assertOutcome(Outcome.UNREACHABLE, 0, "ws://a can be asked again in 3600 s", result);
    }

    @Test
    void aKeyThatCannotBeOpenedOrIsAnotherOneIsReported() {
        AxonPublication.KeyOpener damaged = () -> {
            throw new KeyFileException(Path.of("hotkey"), "is damaged");
        };
        publisher.assertOutcome(
                Outcome.NO_KEY,
                0,
                "is damaged",
                publisher.publication(chain.client(), damaged).run(false, false));
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
        publisher.assertOutcome(
                Outcome.NO_KEY,
                0,
                "not of the hotkey",
                publisher.publication(chain.client(), signer -> other).run(false, false));
    }

    @Test
    void metadataOfAnotherVersionIsNotUsed() {
        chain.node.staleMetadata = 300;
        publisher.assertOutcome(Outcome.UNSUPPORTED_RUNTIME, 0, "metadata of spec 300 for a block of spec 293");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Execution failed: Exported method Metadata_metadata_at_version is not found",
                "Function to start was not found."
            })
    void anOldRuntimeIsReadFromMetadataOfVersion14(String error) {
        chain.node.errors.put("state_call", "{\"code\": -32603, \"message\": \"" + error + "\"}");
        chain.node.methods.put(
                "state_getMetadata", params -> new JsonPrimitive(RecordedChain.hex(RecordedChain.metadata("293-v14"))));
        chain.afterSubmission.put(1, publisher::takeEffect);
        publisher.assertOutcome(Outcome.PUBLISHED, 1, "finalised");
    }

    @Test
    void theTimeOfARuntimeWithoutSlotDurationIsNotCompared() {
        assertEquals(Optional.empty(), RecordedChain.runtime("103-v14").findConstant("Aura", "SlotDuration"));
        assertEquals(Optional.empty(), RecordedChain.runtime("103-v14").findConstant("NoPallet", "SlotDuration"));
        assertTrue(RecordedChain.runtime("293-v15")
                .findConstant("Aura", "SlotDuration")
                .isPresent());
    }
}
