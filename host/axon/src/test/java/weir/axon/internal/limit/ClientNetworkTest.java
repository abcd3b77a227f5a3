package weir.axon.internal.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as one peer, by addresses of the ranges that are kept for documentation. */
class ClientNetworkTest {

    @Test
    void anIpv4AddressIsOnePeer() {
        assertEquals(List.of(new ClientNetwork("203.0.113.7", 1)), ClientNetwork.of("203.0.113.7"));
        assertNotEquals(ClientNetwork.of("203.0.113.8"), ClientNetwork.of("203.0.113.7"));
    }

    /** As a socket that listens on all addresses of both families may name it. */
    @Test
    void aMappedIpv4AddressIsTheSamePeer() {
        assertEquals(ClientNetwork.of("203.0.113.7"), ClientNetwork.of("::ffff:203.0.113.7"));
        assertEquals(ClientNetwork.of("203.0.113.7"), ClientNetwork.of("::ffff:cb00:7107"));
    }

    @Test
    void aWholeSixtyFourIsOnePeer() {
        assertEquals(ClientNetwork.of("2001:db8:1:2::1"), ClientNetwork.of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertEquals(ClientNetwork.of("2001:db8:1:2::1"), ClientNetwork.of("[2001:db8:1:2::1]"));
    }

    @Test
    void aWholeFortyEightIsFourPeers() {
        List<ClientNetwork> one = ClientNetwork.of("2001:db8:1:2::1");
        assertEquals(List.of(new ClientNetwork("20010db800010002", 1), new ClientNetwork("20010db80001", 4)), one);
        List<ClientNetwork> neighbour = ClientNetwork.of("2001:db8:1:ffff::1");
        assertNotEquals(one.get(0), neighbour.get(0));
        assertEquals(one.get(1), neighbour.get(1));
        assertNotEquals(one.get(1), ClientNetwork.of("2001:db8:2:2::1").get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "2001:db8:1:2::1", "::1", "fe80::1%1"})
    void digitsAndBytesNameTheSame(String digits) throws Exception {
        assertEquals(ClientNetwork.of(InetAddress.getByName(digits)), ClientNetwork.of(digits));
    }
}
