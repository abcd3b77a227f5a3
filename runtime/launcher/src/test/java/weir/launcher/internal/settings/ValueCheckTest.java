package weir.launcher.internal.settings;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"ws://127.0.0.1:9944", "wss://node.example", "wss://node.example:443/path", "ws://[::1]:9944"})
    void addressOfANodeIsValid(String address) {
        assertNull(ValueCheck.NODE.problem(address));
        assertNull(ValueCheck.NETWORK.problem(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"finney", "test", "local"})
    void nameOfANetworkIsValid(String network) {
        assertNull(ValueCheck.NETWORK.problem(network));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "moon",
                "FINNEY",
                "http://a",
                "ws://",
                "ws://my_node:9944",
                "ws://[::1",
                "ws://a b",
                "ws://a#b",
                "a:9944"
            })
    void otherNetworksAndAddressesAreNot(String wrong) {
        assertTrue(ValueCheck.NODE.problem(wrong).startsWith("must be a ws:// or wss:// address"));
        assertTrue(ValueCheck.NETWORK.problem(wrong).startsWith("must be finney, test, local, or a ws://"));
    }
}
