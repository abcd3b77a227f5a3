package weir.itest.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.internal.metagraph.FakeNodeServer;
import weir.cli.CommandRunner;
import weir.fixtures.Await;
import weir.fixtures.LongForm;
import weir.fixtures.host.ChildHost;

/** The assembled host as a process, with a fake node of the chain behind a real WebSocket. */
class ChainHostTest {

    private static final String MINER = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final String VAULT = "0xAbCdEf0123456789aBCDef0123456789AbCdEF01";
    private static final String NO_NODE = "ws://127.0.0.1:1";
    private static final String UNRECOGNIZED = "403 {\"message\":\"Forbidden. Key is blacklisted: Unrecognized hotkey.";

    @TempDir
    private Path home;

    private final SignedClient validator = new SignedClient(7, MINER);
    private final SignedClient other = new SignedClient(8, MINER);

    @AfterEach
    void closeKeys() {
        validator.close();
        other.close();
    }

    private ChildHost start(String... flags) throws Exception {
        String[] all = new String[flags.length + 2];
        all[0] = "--hotkey";
        all[1] = MINER;
        System.arraycopy(flags, 0, all, 2, flags.length);
        return ChildHost.start(home, all);
    }

    private static void awaitAnswer(String beginning, Supplier<String> ask) {
        String[] last = {""};
        Await.until(() -> (last[0] = ask.get()).startsWith(beginning), () -> beginning + "; last answer: " + last[0]);
    }

    private static void awaitStored(ChildHost host) {
        host.await("the metagraph is stored", () -> Files.exists(host.dataFile("chain/metagraph.json")));
    }

    private static String health(ChildHost host) throws Exception {
        return host.requestAdmin("GET", "/health", BodyPublishers.noBody()).body();
    }

    @Test
    void permitAndStakeFollowTheChainWithin25Blocks() throws Exception {
        try (FakeNodeServer node = new FakeNodeServer()) {
            node.setNeuron(validator.hotkey(), true, 5000);
            try (ChildHost host = start("--subtensor.network", node.uri().toString(), "--axon.min_stake", "1000")) {
                awaitAnswer("200", () -> validator.ask(host));
                assertTrue(
                        validator.btauth(host, "/VaultRegistrationQuery", "{}").startsWith("200"));
                assertTrue(other.ask(host).startsWith(UNRECOGNIZED));
                node.setNeuron(validator.hotkey(), false, 5000);
                node.makeBlocks(25);
                awaitAnswer(
                        "403 {\"message\":\"Forbidden. Key is blacklisted: No validator permit.",
                        () -> validator.ask(host));
                node.setNeuron(validator.hotkey(), true, 999.5);
                node.makeBlocks(25);
                awaitAnswer("403 {\"message\":\"Forbidden. Key is blacklisted: Low stake.", () -> validator.ask(host));
                assertTrue(health(host).contains("metagraph of block 10"), health(host));
            }
            assertEquals(1, node.connections());
        }
    }

    /** The block in which it registered is not read before its first request. */
    @Test
    @EnabledIfSystemProperty(named = LongForm.PROPERTY, matches = "true")
    void validatorThatHasJustRegisteredIsAdmittedAfterItsFirstRequest() throws Exception {
        try (FakeNodeServer node = new FakeNodeServer()) {
            node.setNeuron(other.hotkey(), true, 5000);
            // The address of the node has precedence over the name of a network.
            try (ChildHost host = start(
                    "--subtensor.network",
                    "test",
                    "--subtensor.chain_endpoint",
                    node.uri().toString())) {
                // A request of an unknown validator before the first read would use up the read of this minute.
                awaitStored(host);
                awaitAnswer("200", () -> other.ask(host));
                node.setNeuron(validator.hotkey(), true, 5000);
                node.makeBlocks(1);
                assertTrue(validator.ask(host).startsWith(UNRECOGNIZED));
                awaitAnswer("200", () -> validator.ask(host));
            }
        }
    }

    @Test
    void restartedHostWithoutANetworkAdmitsTheStoredValidators() throws Exception {
        try (FakeNodeServer node = new FakeNodeServer()) {
            node.setNeuron(validator.hotkey(), true, 5000);
            try (ChildHost host = start("--subtensor.network", node.uri().toString())) {
                awaitStored(host);
                host.kill();
            }
        }
        try (ChildHost host = start("--subtensor.network", NO_NODE)) {
            String answer = validator.ask(host);
            assertTrue(answer.startsWith("200"), answer);
            assertTrue(other.ask(host).startsWith("403"));
        }
    }

    @Test
    void hostWhoseNodeDoesNotExistServesAndSaysSo() throws Exception {
        try (ChildHost host = start("--subtensor.network", NO_NODE)) {
            assertTrue(validator.ask(host).startsWith(UNRECOGNIZED));
            assertTrue(health(host).contains("the metagraph was not read yet"), health(host));
        }
    }

    @Test
    void operatorsFileThatAppearsReplacesTheChain() throws Exception {
        try (FakeNodeServer node = new FakeNodeServer()) {
            node.setNeuron(validator.hotkey(), true, 5000);
            try (ChildHost host = start("--subtensor.network", node.uri().toString())) {
                awaitAnswer("200", () -> validator.ask(host));
                Files.writeString(
                        home.resolve("conf/metagraph.json"),
                        "{\"neurons\": [{\"hotkey\": \"" + other.hotkey() + "\", \"permit\": true, \"stake\": 5000}]}");
                awaitAnswer("200", () -> other.ask(host));
                assertTrue(validator.ask(host).startsWith(UNRECOGNIZED));
                assertTrue(
                        health(host).contains("metagraph.json is used instead of the chain's metagraph"), health(host));
                Await.until("the chain is not connected any more", () -> node.openConnections() == 0);
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = LongForm.PROPERTY, matches = "true")
    void hostThatFindsTheOperatorsFileConnectsToNoNode() throws Exception {
        try (FakeNodeServer node = new FakeNodeServer()) {
            Files.createDirectories(home.resolve("conf"));
            Files.writeString(
                    home.resolve("conf/metagraph.json"),
                    "{\"neurons\": [{\"hotkey\": \"" + validator.hotkey() + "\", \"permit\": true, \"stake\": 5000}]}");
            try (ChildHost host = start("--subtensor.network", node.uri().toString())) {
                assertTrue(validator.ask(host).startsWith("200"));
                assertTrue(host.output().contains("metagraph.json is used instead of the chain's metagraph"));
            }
            assertEquals(0, node.connections());
        }
    }

    @Test
    void vaultIsAnsweredOverBothProtocolsAndShownByTail() throws Exception {
        try (FakeNodeServer node = new FakeNodeServer()) {
            node.setNeuron(validator.hotkey(), true, 5000);
            try (ChildHost host = start("--subtensor.network", node.uri().toString(), "--vault.address", VAULT)) {
                awaitStored(host);
                assertVault(validator.dendrite(host, "/VaultRegistrationQuery", "{}"));
                assertVault(validator.btauth(host, "/VaultRegistrationQuery", "{\"chain_id\": 1}"));
                assertTrue(other.dendrite(host, "/VaultRegistrationQuery", "{}").startsWith("403"));
                host.await(
                        "the journal has both", () -> vaultLines(host).lines().count() == 2);
                assertFalse(health(host).contains("no vault"), health(host));
            }
        }
    }

    private static void assertVault(String answer) {
        assertTrue(answer.startsWith("200 "), answer);
        JsonObject body = JsonParser.parseString(answer.substring(4)).getAsJsonObject();
        assertTrue(body.get("has_vault").getAsBoolean(), answer);
        assertEquals(VAULT, body.get("vault_address").getAsString());
        assertEquals(8453, body.get("chain_id").getAsInt());
    }

    /** What {@code weir tail} shows about queries for the vault. */
    private String vaultLines(ChildHost host) {
        String shown = CommandRunner.run(home, "tail", "--no-follow").out();
        String expected =
                "VaultRegistrationQuery received  vault " + VAULT + " on chain 8453  from " + validator.hotkey();
        return String.join(
                "\n", shown.lines().filter(line -> line.endsWith(expected)).toList());
    }
}
