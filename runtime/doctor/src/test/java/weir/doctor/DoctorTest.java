package weir.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.internal.metagraph.FakeNodeServer;
import weir.doctor.Check.Status;
import weir.fixtures.FreePort;
import weir.launcher.Assembly;
import weir.launcher.settings.Setting;
import weir.protocol.PublicKey;

/** All checks on a home without a host, with nodes on real sockets. */
class DoctorTest {

    private static final String HOTKEY = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
    private static final String VALIDATOR = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final String VAULT = "0x215968271599156a3298CF4BCb16517F687F013b";
    private static final List<String> CHAIN_CHECKS = List.of(
            "chain", "clock", "metagraph", "validators", "registration", "address", "incentive", "deregistration");

    @TempDir
    private Path folder;

    private final Map<Setting, String> flags = new EnumMap<>(Setting.class);
    /** Longer than a node takes on a busy machine. */
    private Duration networkTimeout = Duration.ofSeconds(60);

    @BeforeEach
    void createInstallation() throws IOException {
        for (String name : List.of("system", "plugins", "conf/routes")) {
            Files.createDirectories(folder.resolve("weir").resolve(name));
        }
        flags.putAll(Map.of(
                Setting.HOME,
                folder.resolve("home").toString(),
                Setting.HOTKEY,
                HOTKEY,
                Setting.AXON_PORT,
                Integer.toString(FreePort.find()),
                Setting.AXON_EXTERNAL_IP,
                "203.0.113.7",
                Setting.AXON_EXTERNAL_PORT,
                "8091"));
    }

    private Map<String, Check> examine(String chainEndpoint) {
        flags.put(Setting.SUBTENSOR_CHAIN_ENDPOINT, chainEndpoint);
        DoctorReport report =
                Doctor.examine(flags, Map.of(), folder, new Assembly(folder.resolve("weir")), networkTimeout);
        Map<String, Check> checks = new LinkedHashMap<>();
        report.checks().forEach(check -> checks.put(check.name(), check));
        return checks;
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

    /** A validator with uid 0 and the miner with uid 1. */
    private static FakeNodeServer node() throws IOException {
        FakeNodeServer node = new FakeNodeServer();
        node.setMetagraphFields(Map.of(
                "hotkeys",
                List.of(
                        PublicKey.ofSs58(VALIDATOR).bytes(),
                        PublicKey.ofSs58(HOTKEY).bytes()),
                "axons",
                List.of(axon(0), axon(8091)),
                "validator_permit",
                List.of(true, false),
                "alpha_stake",
                List.of(0L, 0L),
                "tao_stake",
                List.of(0L, 0L),
                "total_stake",
                List.of(2_000_000_000_000L, 0L)));
        node.setMetagraphFields(Map.of(
                "emission", List.of(5L, 1_500_000_000L),
                "incentives", List.of(0L, 6_553L),
                "block_at_registration", List.of(1L, 990L),
                "max_uids", 2L,
                "immunity_period", 5L));
        return node;
    }

    @Test
    void minerThatIsAsItShouldBeHasNoFaultOnChain() throws IOException {
        try (FakeNodeServer node = node()) {
            Map<String, Check> checks = examine(node.uri().toString());
            for (String name : List.of("java", "port", "wallet", "chain", "clock", "validators", "registration")) {
                assertEquals(
                        Status.OK, checks.get(name).status(), checks.get(name).toString());
            }
            assertEquals(
                    node.uri().getAuthority() + " at block " + node.head(),
                    checks.get("chain").message());
            assertEquals("UID 1 in subnet 98", checks.get("registration").message());
            assertEquals(
                    "1 of 1 validators have --axon.min_stake 1000",
                    checks.get("validators").message());
            assertEquals(
                    Status.OK,
                    checks.get("address").status(),
                    checks.get("address").toString());
            assertEquals(
                    "10.00 % of the incentive of all miners, emission 1.500 in the last epoch",
                    checks.get("incentive").message());
            assertTrue(
                    checks.get("deregistration")
                            .message()
                            .startsWith("1 of 2 neurons would lose their UID before this one"),
                    checks.get("deregistration").message());
            assertEquals(1, node.connections());
        }
    }

    @Test
    void faultsOnChainAreReported() throws IOException {
        try (FakeNodeServer node = node()) {
            node.setChainMillis(System.currentTimeMillis() - 300_000);
            flags.put(Setting.AXON_MIN_STAKE, "3000");
            flags.put(Setting.AXON_EXTERNAL_PORT, "9000");
            Map<String, Check> checks = examine(node.uri().toString());
            for (String name : List.of("clock", "validators", "address")) {
                assertEquals(
                        Status.FAULT,
                        checks.get(name).status(),
                        checks.get(name).toString());
                assertFalse(checks.get(name).remedy().isEmpty(), name);
            }
            flags.put(Setting.HOTKEY, "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y");
            assertEquals(
                    Status.FAULT,
                    examine(node.uri().toString()).get("registration").status());
        }
    }

    @Test
    void metagraphThatTheHostHasStoredIsUsedWithoutANode() throws IOException {
        Path stored = Files.createDirectories(folder.resolve("home/data/chain")).resolve("metagraph.json");
        Files.writeString(
                stored,
                "{\"format\": 1, \"genesis\": \"0x00\", \"netuid\": 98, \"block\": 5000, \"blockHash\": \"0x01\","
                        + " \"specVersion\": 1, \"readAt\": \"2026-11-29T00:00:00Z\", \"servingRateLimit\": 50,"
                        + " \"neurons\": [{\"uid\": 0, \"hotkey\": \"" + HOTKEY + "\", \"hasPermit\": true,"
                        + " \"alphaStake\": 0, \"taoStake\": 0, \"totalStake\": 2000000000000, \"axon\":"
                        + " {\"block\": 900, \"version\": 1, \"ip\": 3405803783, \"port\": 8091, \"ipType\": 4,"
                        + " \"protocol\": 4, \"placeholder1\": 0, \"placeholder2\": 0}}]}");
        Map<String, Check> checks = examine("ws://127.0.0.1:1");
        assertEquals(Status.UNCHECKED, checks.get("chain").status());
        assertEquals(Status.UNCHECKED, checks.get("clock").status());
        assertTrue(
                checks.get("metagraph").message().startsWith("of block 5000, read "),
                checks.get("metagraph").message());
        assertEquals(Status.OK, checks.get("registration").status());
        assertEquals(Status.OK, checks.get("address").status());
        assertEquals(Status.UNCHECKED, checks.get("incentive").status());
        Files.writeString(stored, "{");
        assertEquals(
                Status.UNCHECKED,
                examine("ws://127.0.0.1:1").get("registration").status());
    }

    private void assertChainNotChecked(String endpoint, String host) {
        Map<String, Check> checks = examine(endpoint);
        for (String name : CHAIN_CHECKS) {
            Status expected = name.equals("metagraph") ? Status.OK : Status.UNCHECKED;
            assertEquals(expected, checks.get(name).status(), checks.get(name).toString());
        }
        assertTrue(
                checks.get("chain").message().contains(host),
                checks.get("chain").message());
        assertEquals(Status.OK, checks.get("port").status(), "what needs no network is checked");
    }

    @Test
    void nodeThatRefusesTheConnectionIsNotChecked() {
        assertChainNotChecked("ws://127.0.0.1:1", "127.0.0.1:1");
    }

    @Test
    void nodeWithAnUnknownNameIsNotChecked() {
        assertChainNotChecked("ws://no-such-host.invalid:9944", "no-such-host.invalid");
    }

    @Test
    void nodeThatResetsTheConnectionIsNotChecked() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread resetting = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        socket.setSoLinger(true, 0);
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            resetting.start();
            assertChainNotChecked("ws://127.0.0.1:" + server.getLocalPort(), "127.0.0.1");
        }
    }

    @Test
    void nodesThatNeverAnswerAreNotAwaitedAfterTheDeadline() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String node = "127.0.0.1:" + silent.getLocalPort();
            networkTimeout = Duration.ofSeconds(1);
            flags.put(Setting.VAULT_ADDRESS, VAULT);
            flags.put(Setting.EVM_RPC, "http://" + node + "/secret-key");
            Map<String, Check> checks = examine("ws://" + node + "/secret-key");
            for (String name : List.of("chain", "clock", "registration", "vault")) {
                assertEquals(
                        Status.UNCHECKED,
                        checks.get(name).status(),
                        checks.get(name).toString());
            }
            for (String name : List.of("chain", "vault")) {
                String message = checks.get(name).message();
                assertTrue(message.contains(node + ": no answer within 1 s"), message);
                assertFalse(message.contains("secret-key"), message);
            }
        }
    }

    @Test
    void hostWithoutAHotkeyIsNotCheckedAsAMiner() {
        flags.remove(Setting.HOTKEY);
        Map<String, Check> checks = examine("ws://127.0.0.1:1");
        assertEquals(Status.WARNING, checks.get("wallet").status());
        assertFalse(checks.containsKey("registration") || checks.containsKey("vault") || checks.containsKey("queries"));
    }

    @Test
    void walletWithoutAPublicFileIsAFaultThatNamesIt() {
        flags.remove(Setting.HOTKEY);
        flags.putAll(Map.of(
                Setting.WALLET_PATH, folder.toString(), Setting.WALLET_NAME, "mine", Setting.WALLET_HOTKEY, "first"));
        Check check = examine("ws://127.0.0.1:1").get("wallet");
        assertEquals(Status.FAULT, check.status());
        assertTrue(check.message().contains("firstpub.txt"), check.message());
    }
}
