package weir.axon.internal.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that limits are counted for, with addresses reserved for documentation. */
class LimitedKeyTest {

    @Test
    void ipv4AddressCountsAsOneClient() {
        assertEquals(List.of(new LimitedKey("203.0.113.7", 1)), of("203.0.113.7"));
        assertNotEquals(of("203.0.113.8"), of("203.0.113.7"));
    }

    /** A socket that listens on all addresses of both families may report it so. */
    @Test
    void mappedIpv4AddressCountsAsTheIpv4Address() {
        assertEquals(of("203.0.113.7"), of("::ffff:203.0.113.7"));
        assertEquals(of("203.0.113.7"), of("::ffff:cb00:7107"));
    }

    @Test
    void ipv6Slash64CountsAsOneClient() {
        assertEquals(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertEquals(of("2001:db8:1:2::1"), of("[2001:db8:1:2::1]"));
    }

    @Test
    void ipv6Slash48CountsAsFourClients() {
        List<LimitedKey> one = of("2001:db8:1:2::1");
        assertEquals(List.of(new LimitedKey("20010db800010002", 1), new LimitedKey("20010db80001", 4)), one);
        List<LimitedKey> neighbour = of("2001:db8:1:ffff::1");
        assertNotEquals(one.get(0), neighbour.get(0));
        assertEquals(one.get(1), neighbour.get(1));
        assertNotEquals(one.get(1), of("2001:db8:2:2::1").get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "2001:db8:1:2::1", "::1", "fe80::1%1"})
    void addressMapsToTheSameNetworksEachTime(String address) {
        assertEquals(of(address), of(address));
    }

    private static List<LimitedKey> of(String address) {
        try {
            return LimitedKey.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
