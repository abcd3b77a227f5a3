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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags of {@code weir run} that say who may ask, in the real host. Permission comes before the signature, so none is needed. */
class WhoMayAskTest {

    private static final String BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
    private static final String CHARLIE = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y";
    private static final String DAVE = "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy";
    static final String QUERY =
            """
            {"job_id": "job-1", "sn_liquidity_manager_address": "0x1111111111111111111111111111111111111111",
             "pair_address": "0x2222222222222222222222222222222222222222", "chain_id": 8453, "round_id": "r-7",
             "round_type": "evaluation", "block_number": 31000000, "current_price": 1.4614467034852102e+33,
             "current_positions": [{"tick_lower": 194000, "tick_upper": 199400, "allocation0": "1", "allocation1": "2"}],
             "inventory_remaining": {"amount0": "1000000000000000000", "amount1": "2000000"}}""";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void thePolicyOfTheFlagsIsInForce() throws Exception {
        Path conf = Files.createDirectories(folder.resolve("home/conf"));
        Files.writeString(
                conf.resolve("metagraph.json"),
                "{\"neurons\": [{\"hotkey\": \"" + DAVE + "\", \"permit\": true, \"stake\": 9.5}]}");
        String[] flags = {
            "--hotkey", WalletFolder.ADDRESS, "--axon.allow", BOB, "--axon.deny", CHARLIE, "--axon.min_stake", "10"
        };
        try (HostChild host = HostChild.start(folder, Map.of(), flags)) {
            assertRefused(host, BOB, 401, "Signature mismatch");
            assertRefused(host, CHARLIE, 403, "Denied hotkey");
            assertRefused(host, DAVE, 403, "Low stake");
            assertRefused(host, WalletFolder.ADDRESS, 403, "Unrecognized hotkey");
        }
    }

    @Test
    void theWorldReachesAHostWithAHotkey() throws Exception {
        String address = outerAddress();
        try (HostChild host = HostChild.start(folder, Map.of(), "--hotkey", WalletFolder.ADDRESS)) {
            assertEquals(401, ask(host.axon(address)).statusCode());
        }
    }

    @Test
    void withoutAHotkeyThisMachineIsServedUnsignedAndNobodyElseReachesIt() throws Exception {
        String address = outerAddress();
        try (HostChild host = HostChild.start(folder, Map.of())) {
            HttpResponse<String> answer = ask(host.axon("127.0.0.1"));
            assertEquals(200, answer.statusCode(), answer.body());
            URI fromOutside = host.axon(address);
            assertThrows(ConnectException.class, () -> ask(fromOutside));
        }
    }

    private void assertRefused(HostChild host, String hotkey, int status, String reason) throws Exception {
        Instant now = Instant.now();
        HttpResponse<String> answer = ask(
                host.axon("127.0.0.1"),
                "bt_header_dendrite_hotkey",
                hotkey,
                "bt_header_dendrite_nonce",
                String.valueOf(now.getEpochSecond() * 1_000_000_000L + now.getNano()),
                "bt_header_dendrite_uuid",
                "uuid-1",
                "bt_header_dendrite_signature",
                "0x" + "11".repeat(64),
                "computed_body_hash",
                "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(reason), answer.body());
    }

    private HttpResponse<String> ask(URI axon, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(axon)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header("timeout", "5.0");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.POST(BodyPublishers.ofString(QUERY)).build(), BodyHandlers.ofString());
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
