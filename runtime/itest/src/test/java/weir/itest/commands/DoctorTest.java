package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.internal.metagraph.FakeNodeServer;
import weir.cli.CommandRunner;
import weir.fixtures.FreePort;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;
import weir.fixtures.host.WeirCommand.Result;
import weir.protocol.PublicKey;

/** {@code weir doctor}, beside a host or without one. */
class DoctorTest {

    private static final String HOTKEY = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
    private static final String VALIDATOR = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final String NO_NODE = "ws://127.0.0.1:1";

    @TempDir
    private Path folder;

    private Result doctor(String... flags) {
        List<String> arguments = new ArrayList<>(List.of("doctor"));
        arguments.addAll(List.of(flags));
        return CommandRunner.run(folder.resolve("home"), arguments.toArray(String[]::new));
    }

    /** The line of a check: {@code ok port …}, with one space between the columns. */
    private static String line(Result result, String name) {
        return result.out()
                .lines()
                .map(line -> line.replaceAll(" +", " "))
                .filter(line -> line.matches("\\S+ " + name + " .*"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line of " + name + ":\n" + result.out() + result.err()));
    }

    private static void assertLine(String start, Result result, String name) {
        String line = line(result, name);
        assertTrue(line.startsWith(start), line);
    }

    @Test
    void newHomeWithoutANetworkHasNoFaultAndNamesWhatIsNotChecked() throws IOException {
        int port = FreePort.find();
        Result result = doctor("--hotkey", HOTKEY, "--axon.port", "" + port, "--subtensor.chain_endpoint", NO_NODE);
        assertEquals(6, result.exitCode(), result.out() + result.err());
        assertEquals("", result.err());
        for (String name : List.of("java", "disk", "port", "wallet", "routes", "plugins")) {
            assertLine("ok " + name, result, name);
        }
        for (String name : List.of("chain", "clock", "validators", "registration", "address", "incentive")) {
            assertLine("unchecked " + name, result, name);
        }
        assertTrue(line(result, "chain").contains("127.0.0.1:1: "), result.out());
        assertTrue(result.out().endsWith(" ok\n"), result.out());
        assertFalse(Files.exists(folder.resolve("home")), "nothing is created");
    }

    @Test
    void minerThatIsAsItShouldBeExitsWithZero() throws Exception {
        try (FakeNodeServer node = new FakeNodeServer()) {
            registerMiner(node, 8091);
            Result result = doctor(
                    "--hotkey",
                    HOTKEY,
                    "--axon.port",
                    "" + FreePort.find(),
                    "--axon.external_ip",
                    "203.0.113.7",
                    "--axon.external_port",
                    "8091",
                    "--subtensor.chain_endpoint",
                    node.uri().toString(),
                    "--json",
                    "--timeout",
                    "60");
            assertEquals(0, result.exitCode(), result.out() + result.err());
            Map<String, String> statuses = new LinkedHashMap<>();
            for (JsonElement check :
                    JsonParser.parseString(result.out()).getAsJsonObject().getAsJsonArray("checks")) {
                statuses.put(
                        check.getAsJsonObject().get("name").getAsString(),
                        check.getAsJsonObject().get("status").getAsString());
            }
            Map<String, String> expected = new LinkedHashMap<>();
            for (String name : List.of(
                    "java",
                    "disk",
                    "state",
                    "port",
                    "wallet",
                    "routes",
                    "plugins",
                    "queries",
                    "chain",
                    "clock",
                    "metagraph",
                    "validators",
                    "registration",
                    "address",
                    "incentive",
                    "deregistration",
                    "vault")) {
                expected.put(name, List.of("queries", "vault").contains(name) ? "warning" : "ok");
            }
            // A machine without a newer JDK or without Landlock cannot fence strategies.
            assertTrue(List.of("ok", "warning").contains(statuses.remove("isolation")), statuses::toString);
            assertEquals(expected, statuses);
        }
    }

    @Test
    void runningHostIsAskedAndItsOwnSettingsAreChecked() throws Exception {
        try (FakeNodeServer node = new FakeNodeServer()) {
            registerMiner(node, 1);
            try (ChildHost host = ChildHost.start(
                    folder.resolve("home"),
                    "--hotkey",
                    HOTKEY,
                    "--subtensor.chain_endpoint",
                    node.uri().toString())) {
                host.await("the strategies are installed", () -> !line(doctor("--timeout", "0"), "plugins")
                        .contains("waiting"));
                host.await("the metagraph is stored", () -> Files.exists(host.dataFile("chain/metagraph.json")));
                Result result = doctor("--axon.min_stake", "7", "--timeout", "0");
                assertLine("ok port 0.0.0.0:" + host.axonUri("x").getPort() + " is served", result, "port");
                assertLine("ok wallet hotkey " + HOTKEY, result, "wallet");
                assertLine("warning settings", result, "settings");
                assertTrue(line(result, "settings").contains("axon.min_stake is 1000 and not 7"), result.out());
                assertLine("ok routes", result, "routes");
                // The node serves one connection, that of the host: its stored metagraph is used.
                assertLine("unchecked chain", result, "chain");
                assertLine("fault address on chain 203.0.113.7:1, serving", result, "address");
                assertEquals(1, result.exitCode(), result.out());
            }
        }
    }

    @Test
    void faultsOfAStoppedHostAreNamedWithTheirFiles() throws Exception {
        try (ChildHost host = ChildHost.start(folder.resolve("home"), "--axon.ip", "127.0.0.1")) {
            host.stop();
        }
        Path home = folder.resolve("home");
        Files.writeString(home.resolve("plugins/broken.jar"), "no JAR");
        Files.writeString(
                home.resolve("conf/routes/pool.json"),
                "{\"pair\": \"0x1024c20c048ea6087293f46d4a1c042cb6705924\", \"strategy\": \"missing\"}");
        Files.writeString(home.resolve("conf/routes/damaged.json"), "{");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result result = doctor("--axon.port", "" + taken.getLocalPort(), "--subtensor.chain_endpoint", NO_NODE);
            assertEquals(1, result.exitCode(), result.out());
            assertLine("fault port cannot listen on 127.0.0.1:" + taken.getLocalPort(), result, "port");
            assertLine("fault plugins broken.jar: ", result, "plugins");
            String routes = String.join(
                    "\n",
                    result.out()
                            .lines()
                            .filter(line -> line.contains(" routes "))
                            .toList());
            assertTrue(routes.contains("route pool has no strategy"), routes);
            assertTrue(routes.contains("damaged.json"), routes);
            assertLine("warning wallet no hotkey is set", result, "wallet");
        }
    }

    @Test
    void invalidSettingIsWrongUsageOfTheProcess() {
        Result result = WeirCommand.run(folder.resolve("home"), "doctor", "--axon.port", "99999");
        assertEquals(2, result.exitCode());
        assertTrue(result.err().contains("--axon.port"), result.err());
        assertEquals("", result.out());
    }

    /** A validator with uid 0, and the miner with uid 1, whose axon is 203.0.113.7. */
    private static void registerMiner(FakeNodeServer node, long port) {
        node.setMetagraphFields(Map.of(
                "hotkeys",
                List.of(
                        PublicKey.ofSs58(VALIDATOR).bytes(),
                        PublicKey.ofSs58(HOTKEY).bytes()),
                "axons",
                List.of(axon(0), axon(port)),
                "validator_permit",
                List.of(true, false),
                "alpha_stake",
                List.of(0L, 0L),
                "tao_stake",
                List.of(0L, 0L),
                "total_stake",
                List.of(2_000_000_000_000L, 0L),
                "emission",
                List.of(0L, 1_500_000_000L),
                "incentives",
                List.of(0L, 6_553L),
                "block_at_registration",
                List.of(1L, 990L)));
    }

    private static Map<String, Object> axon(long port) {
        Map<String, Object> axon = new LinkedHashMap<>();
        axon.put("block", 900L);
        axon.put("version", 1L);
        axon.put("ip", BigInteger.valueOf(0xCB007107L));
        axon.put("port", port);
        axon.put("ip_type", 4L);
        axon.put("protocol", 4L);
        axon.put("placeholder1", 0L);
        axon.put("placeholder2", 0L);
        return axon;
    }
}
