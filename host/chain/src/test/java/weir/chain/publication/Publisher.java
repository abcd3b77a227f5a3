package weir.chain.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import weir.chain.RecordedChain;
import weir.chain.client.ChainClient;
import weir.chain.client.FakeSubtensor;
import weir.chain.internal.rpc.Transport;
import weir.chain.publication.PublicationResult.Outcome;
import weir.protocol.PublicKey;
import weir.protocol.Signer;

/** Runs publications against a fake node, by the test's clock. The signatures are not valid: the node does not check them. */
final class Publisher {

    static final AxonAddress ADDRESS = new AxonAddress(ip(203, 0, 113, 7), 8091);
    static final AxonAddress OTHER = new AxonAddress(ip(203, 0, 113, 8), 8091);
    static final Transport.Failure CUT = Transport.Failure.of("cut");
    static final String SUBMIT = "author_submitAndWatchExtrinsic";
    static final String BAD_SIGNATURE = poolError("Transaction has a bad signature");

    final FakeSubtensor chain = new FakeSubtensor();
    final List<String> progress = new ArrayList<>();
    int openedKeys;
    /** The last message that was signed. */
    String signed = "";
    /** What happens before a message is signed. */
    Runnable onSign = () -> {};

    final Signer signer = new Signer() {
        @Override
        public PublicKey publicKey() {
            return FakeSubtensor.HOTKEY;
        }

        @Override
        public byte[] sign(byte[] message) {
            onSign.run();
            signed = RecordedChain.hex(message);
            return new byte[64];
        }
    };

    static InetAddress ip(int... numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** An error of the pool, as nodes send it. */
    static String poolError(String data) {
        return "{\"code\": 1010, \"message\": \"Invalid Transaction\", \"data\": \"" + data + "\"}";
    }

    PublicationResult run() {
        return run(false, false);
    }

    PublicationResult run(boolean waits, boolean isDryRun) {
        return publication(chain.client(), UnaryOperator.identity()).run(waits, isDryRun);
    }

    AxonPublication publication(ChainClient client, UnaryOperator<Signer> key) {
        return publication(client, () -> {
            openedKeys++;
            return key.apply(signer);
        });
    }

    AxonPublication publication(ChainClient client, AxonPublication.KeyOpener keys) {
        return new AxonPublication(client, FakeSubtensor.NETUID, FakeSubtensor.HOTKEY, ADDRESS, keys, progress::add);
    }

    void assertOutcome(Outcome expected, int submissions, String message) {
        assertOutcome(expected, submissions, message, run());
    }

    void assertOutcome(Outcome expected, int submissions, String message, PublicationResult result) {
        assertEquals(expected, result.outcome(), result + " " + progress);
        assertTrue(result.message().contains(message), result.message());
        assertEquals(submissions, chain.extrinsics.size());
        assertEquals(0, chain.node.openConnections);
        assertEquals(chain.extrinsics.size(), new HashSet<>(chain.extrinsics).size());
    }

    void publish(AxonAddress address, long block) {
        chain.publish(address.ip().getAddress(), address.port(), block);
    }

    /** Lets the extrinsic take effect. */
    void takeEffect() {
        publish(ADDRESS, chain.node.head());
        chain.setNonce(chain.nonce() + 1);
    }
}
