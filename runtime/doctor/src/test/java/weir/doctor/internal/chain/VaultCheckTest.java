package weir.doctor.internal.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.doctor.Check;
import weir.doctor.Check.Status;
import weir.evm.EvmClient;
import weir.evm.EvmException;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;
import weir.protocol.PublicKey;

/** Over real sockets. */
class VaultCheckTest {

    private static final String VAULT = "0x215968271599156a3298CF4BCb16517F687F013b";
    private static final PublicKey HOTKEY = PublicKey.ofSs58("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty");
    private static final PublicKey OTHER = PublicKey.ofSs58("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");

    @TempDir
    private java.nio.file.Path folder;

    private HttpServer node;
    private int status = 200;
    private String answer = "";
    private JsonObject request;

    @BeforeEach
    void startNode() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        node.createContext("/v2/secret-key", exchange -> {
            request = JsonParser.parseString(
                            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        node.start();
    }

    @AfterEach
    void stopNode() {
        node.stop(0);
    }

    private String rpc() {
        return "http://127.0.0.1:" + node.getAddress().getPort() + "/v2/secret-key";
    }

    private Settings settings() {
        return Settings.resolve(
                Map.of(Setting.HOME, folder.toString(), Setting.VAULT_ADDRESS, VAULT), Map.of(), folder);
    }

    private Check check(PublicKey miner) throws Exception {
        answer =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x" + HexFormat.of().formatHex(miner.bytes()) + "\"}";
        return check();
    }

    private Check check() {
        return VaultCheck.of(settings(), EvmClient.of(rpc()), HOTKEY);
    }

    @Test
    void vaultOfTheHotkeyIsOk() throws Exception {
        assertEquals(Status.OK, check(HOTKEY).status());
        assertEquals("eth_call", request.get("method").getAsString());
        JsonObject call = request.getAsJsonArray("params").get(0).getAsJsonObject();
        assertTrue(VAULT.equalsIgnoreCase(call.get("to").getAsString()));
        assertEquals("0x702477c7", call.get("data").getAsString());
    }

    @Test
    void vaultOfAnotherMinerAndOfNoneAreFaults() throws Exception {
        Check other = check(OTHER);
        assertEquals(Status.FAULT, other.status());
        assertTrue(other.message().contains("belongs to " + OTHER.ss58()), other.message());
        Check none = check(PublicKey.of(new byte[32]));
        assertEquals(Status.FAULT, none.status());
        assertTrue(none.message().contains("belongs to no miner"), none.message());
    }

    @Test
    void addressWithoutSuchAContractIsAFault() throws Exception {
        for (String text : new String[] {
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0x\"}}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x0001\"}"
        }) {
            answer = text;
            assertEquals(Status.FAULT, check().status(), text);
            assertTrue(check().message().contains("is no vault"), text);
        }
    }

    @Test
    void nodeThatDoesNotAnswerIsNotCheckedAndItsSecretIsNotShown() throws Exception {
        Map<String, Integer> answers = Map.of(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32005,\"message\":\"rate limit exceeded\"}}", 200,
                "<html>forbidden</html>", 403,
                "{\"jsonrpc\":\"2.0\"}", 200,
                "[]", 200,
                "{\"result\":\"0xzz\"}", 200);
        for (Map.Entry<String, Integer> each : answers.entrySet()) {
            answer = each.getKey();
            status = each.getValue();
            assertNotAnswered(rpc());
        }
        String closed = rpc();
        node.stop(0);
        assertNotAnswered(closed);
        assertNotAnswered("http://no-such-host.invalid/v2/secret-key");
    }

    private void assertNotAnswered(String rpc) {
        EvmClient client = EvmClient.of(rpc);
        EvmException error = assertThrows(EvmException.class, () -> VaultCheck.of(settings(), client, HOTKEY), answer);
        Check check = VaultCheck.unknown(settings(), error.getMessage());
        assertEquals(Status.UNCHECKED, check.status());
        assertFalse(check.message().contains("secret-key"), check.message());
        assertTrue(check.message().contains(client.host()), check.message());
    }

    @Test
    void missingVaultAndOneThatCannotBeComparedAreWarnings() {
        Settings none = Settings.resolve(Map.of(Setting.HOME, folder.toString()), Map.of(), folder);
        assertEquals(Status.WARNING, VaultCheck.of(none).status());
        assertTrue(VaultCheck.of(none).remedy().contains("--vault.address"));
        assertEquals(Status.WARNING, VaultCheck.of(settings()).status());
        assertTrue(VaultCheck.of(settings()).remedy().contains("--evm.rpc"));
    }
}
