package weir.itest.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.keys.KeyPair;

/** A request that was answered is not answered again by a host that was killed after it. */
class ReplayAfterKillTest {

    private static final String BODY_HASH = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void whatWasAnsweredBeforeTheKillIsRefusedAfterIt() throws Exception {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 7);
        try (KeyPair validator = KeyPair.ofMiniSecret(seed)) {
            String hotkey = validator.publicKey().ss58();
            Path conf = Files.createDirectories(folder.resolve("home/conf"));
            Files.writeString(
                    conf.resolve("metagraph.json"),
                    "{\"neurons\": [{\"hotkey\": \"" + hotkey + "\", \"permit\": true, \"stake\": 1000000}]}");
            String[] recorded;
            try (HostChild host = HostChild.start(folder, Map.of(), "--hotkey", WalletFolder.ADDRESS)) {
                recorded = signed(validator, 0);
                assertEquals(200, ask(host, recorded).statusCode());
                host.kill();
            }
            try (HostChild host = HostChild.start(folder, Map.of(), "--hotkey", WalletFolder.ADDRESS)) {
                HttpResponse<String> replay = ask(host, recorded);
                assertEquals(401, replay.statusCode(), replay.body());
                assertTrue(replay.body().contains("Nonce is too old"), replay.body());
                // Two seconds ahead, for what is remembered reaches one second beyond the last nonce.
                assertEquals(200, ask(host, signed(validator, 2)).statusCode());
            }
        }
    }

    private static String[] signed(KeyPair validator, int secondsAhead) {
        Instant now = Instant.now().plusSeconds(secondsAhead);
        long nonce = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        String hotkey = validator.publicKey().ss58();
        String message = nonce + "." + hotkey + "." + WalletFolder.ADDRESS + ".uuid-1." + BODY_HASH;
        byte[] signature = validator.sign(message.getBytes(StandardCharsets.UTF_8));
        return new String[] {
            "timeout",
            "12",
            "bt_header_dendrite_hotkey",
            hotkey,
            "bt_header_dendrite_nonce",
            Long.toString(nonce),
            "bt_header_dendrite_uuid",
            "uuid-1",
            "bt_header_dendrite_signature",
            "0x" + HexFormat.of().formatHex(signature),
            "computed_body_hash",
            BODY_HASH
        };
    }

    private HttpResponse<String> ask(HostChild host, String[] headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(host.axon("127.0.0.1"))
                .headers(headers)
                .POST(BodyPublishers.ofString(WhoMayAskTest.QUERY))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
