package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.internal.metagraph.FakeNodeServer;
import weir.fixtures.Await;
import weir.keys.KeyPair;
import weir.protocol.synapse.Dendrite;
import weir.strategy.Decision;

/** The bundles of the axon and of the chain in a framework, with a fake node behind a real WebSocket. */
class ChainAndAxonTest {

    private static final KeyPair VALIDATOR = AxonComponentTest.key(1);
    private static final KeyPair OTHER = AxonComponentTest.key(3);

    @TempDir
    Path folder;

    @Test
    void operatorsFileReplacesTheChainUntilItIsDeleted() throws Exception {
        Path file = folder.resolve("metagraph.json");
        try (FakeNodeServer node = new FakeNodeServer();
                AxonFramework host = new AxonFramework(
                        folder.resolve("framework"),
                        new FixedRouter(timeout -> Decision.keep("test")),
                        Map.of(
                                "hotkey",
                                AxonComponentTest.US,
                                "nonces",
                                folder.resolve("nonces").toString()))) {
            node.setNeuron(VALIDATOR.publicKey().ss58(), true, 5000);
            host.configureChain(Map.of(
                    "network", node.uri().toString(),
                    "folder", folder.resolve("chain").toString(),
                    "override.file", file.toString(),
                    "override.grace.seconds", 0));
            awaitStatus(200, host, VALIDATOR);
            Files.writeString(
                    file,
                    "{\"neurons\": [{\"hotkey\": \"" + OTHER.publicKey().ss58()
                            + "\", \"permit\": true, \"stake\": 5000}]}");
            awaitStatus(200, host, OTHER);
            awaitStatus(403, host, VALIDATOR);
            Files.delete(file);
            awaitStatus(200, host, VALIDATOR);
            awaitStatus(403, host, OTHER);
            node.setNeuron(VALIDATOR.publicKey().ss58(), false, 5000);
            Await.until("the chain is followed again", () -> node.openConnections() == 1);
            node.makeBlocks(25);
            awaitStatus(403, host, VALIDATOR);
            assertEquals(2, node.connections());
        }
    }

    private static void awaitStatus(int status, AxonFramework host, KeyPair key) {
        Await.until("status " + status, () -> {
            try (RawClient client = new RawClient(host.port())) {
                return client.exchange(AxonComponentTest.dendrite(key, Dendrite.epochNanos()))
                                .status()
                        == status;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
