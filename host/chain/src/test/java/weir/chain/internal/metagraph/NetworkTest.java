package weir.chain.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @Test
    void publicNetworksHaveNodesAndTheHashOfTheirFirstBlock() {
        Network finney = Network.named("finney", "");
        assertEquals(Optional.of(FakeNode.GENESIS), finney.genesis());
        assertEquals(
                URI.create("wss://entrypoint-finney.opentensor.ai:443"),
                finney.endpoints().get(0));
        assertEquals(3, finney.endpoints().size());
        Network test = Network.named("test", "");
        assertTrue(test.genesis().orElseThrow().startsWith("0x8f9cf856bf55"), test::toString);
        assertEquals(List.of(URI.create("wss://test.finney.opentensor.ai:443")), test.endpoints());
    }

    @Test
    void ownNodesServeAnyChain() {
        Network any = new Network(Optional.empty(), List.of(URI.create("ws://127.0.0.1:9944")));
        assertEquals(any, Network.named("local", ""));
        assertEquals(any, Network.named("ws://127.0.0.1:9944", ""));
        assertEquals(any, Network.named("finney", "ws://127.0.0.1:9944"), "the address has precedence");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "moon",
                "FINNEY",
                "http://127.0.0.1:9944",
                "ws://",
                "ws://a_b:9944",
                "ws://[::1",
                "127.0.0.1:9944"
            })
    void otherTextsAreRejected(String network) {
        assertThrows(IllegalArgumentException.class, () -> Network.named(network, ""));
    }
}
