package weir.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.0.0.2", "169.254.1.1", "172.16.0.1",
                "172.31.255.255", "192.168.1.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
                "fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1"
            })
    void anAddressThatValidatorsCannotReachIsRejected(String address) {
        assertTrue(PublicAddress.problem(PublicAddress.parse(address), true).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "100.63.0.1", "100.128.0.1", "172.32.0.1", "203.0.113.7", "239.1.1.1"})
    void aPublicAddressIsAccepted(String address) {
        assertEquals(
                address.startsWith("239"),
                PublicAddress.problem(PublicAddress.parse(address), false).isPresent());
    }

    @Test
    void ipv6IsAcceptedOnlyOnRequest() {
        InetAddress address = PublicAddress.parse("2001:db8::7");
        assertTrue(PublicAddress.problem(address, false).orElseThrow().contains("--allow-ipv6"));
        assertFalse(PublicAddress.problem(address, true).isPresent());
    }

    private static Optional<InetAddress> find(List<String> interfaces, String... answers) {
        Iterator<String> next = List.of(answers).iterator();
        return new PublicAddress(
                        () -> interfaces.stream().map(PublicAddress::parse).toList(),
                        service ->
                                next.hasNext() ? Optional.of(next.next()).filter(a -> !a.isEmpty()) : Optional.empty())
                .find();
    }

    @Test
    void aPublicAddressOfAnInterfaceIsFoundWithoutLookUp() {
        assertEquals(
                "203.0.113.7",
                find(List.of("127.0.0.1", "::1", "2001:db8::7", "10.0.0.1", "203.0.113.7"))
                        .orElseThrow()
                        .getHostAddress());
    }

    @Test
    void twoServicesMustAgree() {
        List<String> behindNat = List.of("127.0.0.1", "10.0.0.1");
        Stream.of(
                        find(behindNat, "203.0.113.7\n", "203.0.113.7"),
                        find(behindNat, "203.0.113.7", "", "203.0.113.7"),
                        find(behindNat, "198.51.100.1", "203.0.113.7", "203.0.113.7"))
                .forEach(
                        found -> assertEquals("203.0.113.7", found.orElseThrow().getHostAddress()));
        Stream.of(
                        find(behindNat),
                        find(behindNat, "203.0.113.7"),
                        find(behindNat, "203.0.113.7", "198.51.100.1", "1.1.1.1"),
                        find(behindNat, "10.0.0.1", "10.0.0.1"),
                        find(behindNat, "<html>", "<html>"),
                        find(behindNat, "999.1.1.1", "999.1.1.1"))
                .forEach(found -> assertEquals(Optional.empty(), found));
    }
}
