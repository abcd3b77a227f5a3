package weir.itest.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.RebalanceBodies;
import weir.fixtures.host.ChildHost;
import weir.protocol.synapse.Dendrite;

/** Access control of the real host by flags and metagraph. Permissions are checked before signatures, so none is needed here. */
class AccessControlTest {

    private static final String BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
    private static final String CHARLIE = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y";
    private static final String DAVE = "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy";

    @TempDir
    Path home;

    @Test
    void allowDenyAndStakeFlagsAreApplied() throws Exception {
        Metagraph.write(home, DAVE, 9.5);
        String[] flags = {
            "--hotkey", TestWallet.ADDRESS, "--axon.allow", BOB, "--axon.deny", CHARLIE, "--axon.min_stake", "10"
        };
        try (ChildHost host = ChildHost.start(home, flags)) {
            assertRejected(host, BOB, 401, "Signature mismatch");
            assertRejected(host, CHARLIE, 403, "Denied hotkey");
            assertRejected(host, DAVE, 403, "Low stake");
            assertRejected(host, TestWallet.ADDRESS, 403, "Unrecognized hotkey");
        }
    }

    @Test
    void hostWithAHotkeysAddressAloneIsReachableOnAllAddresses() throws Exception {
        try (ChildHost host = ChildHost.start(home, "--hotkey", TestWallet.ADDRESS)) {
            assertTrue(host.output().contains("Serving validators as hotkey " + TestWallet.ADDRESS), host.output());
            assertEquals(401, ask(host, outerAddress()).statusCode());
        }
    }

    @Test
    void hostWithoutAHotkeyServesUnsignedQueriesOnLoopbackOnly() throws Exception {
        String address = outerAddress();
        try (ChildHost host = ChildHost.start(home)) {
            HttpResponse<String> answer = ask(host, "127.0.0.1");
            assertEquals(200, answer.statusCode(), answer.body());
            assertThrows(ConnectException.class, () -> ask(host, address));
        }
    }

    private static void assertRejected(ChildHost host, String hotkey, int status, String reason) throws Exception {
        HttpResponse<String> answer =
                ask(host, "127.0.0.1", DendriteHeaders.of(hotkey, Dendrite.epochNanos(), new byte[64]));
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(reason), answer.body());
    }

    private static HttpResponse<String> ask(ChildHost host, String address, String... headers) throws Exception {
        return host.ask(host.axonUri(address), RebalanceBodies.valid(), headers);
    }

    private static String outerAddress() throws IOException {
        Optional<String> outer = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
        if (outer.isEmpty()) {
            System.out.println("SKIPPED: this machine has no address but loopback");
        }
        assumeTrue(outer.isPresent());
        return outer.get();
    }
}
