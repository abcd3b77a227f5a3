package weir.axon.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as one peer, by addresses of the ranges that are kept for documentation. */
class NetworkTest {

    @Test
    void anIpv4AddressIsOnePeer() {
        assertEquals(List.of(new Network("203.0.113.7", 1)), Network.of("203.0.113.7"));
        assertNotEquals(Network.of("203.0.113.8"), Network.of("203.0.113.7"));
    }

    /** As a socket that listens on all addresses of both families may name it. */
    @Test
    void aMappedIpv4AddressIsTheSamePeer() {
        assertEquals(Network.of("203.0.113.7"), Network.of("::ffff:203.0.113.7"));
        assertEquals(Network.of("203.0.113.7"), Network.of("::ffff:cb00:7107"));
    }

    @Test
    void aWholeSixtyFourIsOnePeer() {
        assertEquals(Network.of("2001:db8:1:2::1"), Network.of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertEquals(Network.of("2001:db8:1:2::1"), Network.of("[2001:db8:1:2::1]"));
    }

    @Test
    void aWholeFortyEightIsFourPeers() {
        List<Network> one = Network.of("2001:db8:1:2::1");
        assertEquals(List.of(new Network("20010db800010002", 1), new Network("20010db80001", 4)), one);
        List<Network> neighbour = Network.of("2001:db8:1:ffff::1");
        assertNotEquals(one.get(0), neighbour.get(0));
        assertEquals(one.get(1), neighbour.get(1));
        assertNotEquals(one.get(1), Network.of("2001:db8:2:2::1").get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "2001:db8:1:2::1", "::1", "fe80::1%1"})
    void digitsAndBytesNameTheSame(String digits) throws Exception {
        assertEquals(Network.of(InetAddress.getByName(digits)), Network.of(digits));
    }
}
