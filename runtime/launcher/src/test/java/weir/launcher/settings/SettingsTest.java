package weir.launcher.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;

class SettingsTest {

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(home.resolve("conf"));
    }

    @Test
    void flagTakesPrecedenceOverEnvironmentDotEnvFileAndDefault() throws IOException {
        assertPort("8091", "default", Map.of(), Map.of());
        Files.writeString(home.resolve(Settings.FILE), "axon.port = 1001\n");
        assertPort("1001", "axon.port in " + home.resolve(Settings.FILE), Map.of(), Map.of());
        Files.writeString(folder.resolve(".env"), "AXON_PORT=1002\n");
        assertPort("1002", "AXON_PORT in " + folder.resolve(".env"), Map.of(), Map.of());
        Map<String, String> environment = Map.of("AXON_PORT", "1003");
        assertPort("1003", "AXON_PORT in the environment", Map.of(), environment);
        assertPort("1004", "--axon.port", Map.of(Setting.AXON_PORT, "1004"), environment);
    }

    @Test
    void readsVariablesOfTheMinerGuideAndOfBittensor() {
        Settings settings = resolve(
                Map.of(),
                Map.of(
                        "WALLET_NAME",
                        "w",
                        "HOTKEY_NAME",
                        "h",
                        "NETUID",
                        "374",
                        "BT_SUBTENSOR_NETWORK",
                        "test",
                        "AXON_IP",
                        ""));
        assertEquals("w", settings.text(Setting.WALLET_NAME));
        assertEquals("h", settings.text(Setting.WALLET_HOTKEY));
        assertEquals(374, settings.number(Setting.NETUID));
        assertEquals("test", settings.text(Setting.SUBTENSOR_NETWORK));
        assertEquals("default with a hotkey", settings.origin(Setting.AXON_IP), "an empty variable is an unset one");
        assertTrue(settings.isSet(Setting.WALLET_NAME));
        assertFalse(settings.isSet(Setting.HOTKEY));
    }

    @Test
    void listensOnAllAddressesOnlyWithAHotkey() {
        assertEquals("127.0.0.1", resolve(Map.of(), Map.of()).text(Setting.AXON_IP));
        assertEquals("0.0.0.0", resolve(Map.of(), Map.of("WALLET_NAME", "w")).text(Setting.AXON_IP));
        assertEquals(
                "0.0.0.0",
                resolve(Map.of(Setting.HOTKEY, "5" + "C".repeat(47)), Map.of()).text(Setting.AXON_IP));
        Map<Setting, String> both = Map.of(Setting.WALLET_NAME, "w", Setting.AXON_IP, "127.0.0.1");
        assertEquals("--axon.ip", resolve(both, Map.of()).origin(Setting.AXON_IP));
    }

    @Test
    void describesEachSettingWithItsOrigin() {
        String shown =
                resolve(Map.of(Setting.NETUID, "7"), Map.of("WALLET_NAME", "w")).describe();
        assertEquals(Setting.values().length, shown.lines().count());
        assertTrue(shown.lines().anyMatch(line -> line.matches("netuid +7 +--netuid")), shown);
        assertTrue(
                shown.lines().anyMatch(line -> line.matches("wallet.name +w +WALLET_NAME in the environment")), shown);
        assertTrue(shown.lines().anyMatch(line -> line.matches("hotkey +\\(not set\\) +default")), shown);
    }

    /** Providers put keys into the path or the query. */
    @Test
    void showsOnlyTheHostsOfNodes() {
        String urls = "https://base.example/v2/s3cr3t, http://u:s3cr3t@127.0.0.1:8545?key=s3cr3t";
        Settings settings = resolve(Map.of(), Map.of("BASE_RPC", urls));
        assertEquals(2, settings.list(Setting.EVM_RPC).size());
        String table = settings.describe();
        assertTrue(table.contains("https://base.example/…,http://127.0.0.1:8545/…"), table);
        assertFalse(table.contains("s3cr3t"), table);
        for (String wrong : new String[] {"wss://base.example/s3cr3t", "s3cr3t", "https://a.example/s3cr3t,s3cr3t"}) {
            Map<String, String> environment = Map.of("EVM_RPC", wrong);
            String message = assertThrows(WeirException.class, () -> resolve(Map.of(), environment))
                    .getMessage();
            assertFalse(message.contains("s3cr3t"), message);
        }
    }

    @Test
    void namesTheInvalidValueAndItsOrigin() {
        assertProblem("--axon.port: '70000' must be a port", Map.of(Setting.AXON_PORT, "70000"), Map.of());
        assertProblem("--axon.port: '' must be a port", Map.of(Setting.AXON_PORT, ""), Map.of());
        assertProblem("--axon.ip: 'localhost' must be an IPv4", Map.of(Setting.AXON_IP, "localhost"), Map.of());
        assertProblem("--hotkey: '5x' must be an ss58", Map.of(Setting.HOTKEY, "5x"), Map.of());
        assertProblem("--wallet.name: '../w' must be one word", Map.of(Setting.WALLET_NAME, "../w"), Map.of());
        assertProblem("--axon.deny: '5x' must be ss58", Map.of(Setting.AXON_DENY, "5x"), Map.of());
        assertProblem("--axon.min_stake: '-1' must be a number", Map.of(Setting.AXON_MIN_STAKE, "-1"), Map.of());
        assertProblem("NETUID in the environment: 'x' must be a number", Map.of(), Map.of("NETUID", "x"));
        assertProblem("SUBTENSOR_NETWORK in the environment", Map.of(), Map.of("SUBTENSOR_NETWORK", "moon"));
    }

    @Test
    void rejectsAnAddressWithAWrongChecksumInAList() {
        String alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
        String mistypedBob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694tz";
        String list = alice + ", " + mistypedBob;
        String wrong = "\"5FHneW46…\" is not an ss58 address: its checksum does not match";
        assertProblem("--axon.deny: '" + list + "' holds " + wrong, Map.of(Setting.AXON_DENY, list), Map.of());
        assertProblem("--axon.allow: '" + list + "' holds " + wrong, Map.of(Setting.AXON_ALLOW, list), Map.of());
        assertEquals(
                List.of(alice, alice),
                resolve(Map.of(Setting.AXON_DENY, alice + "," + alice), Map.of())
                        .list(Setting.AXON_DENY));
    }

    @Test
    void readsTheVaultFromVariablesOfTheReference() {
        String first = "0xAbCdEf0123456789aBCDef0123456789AbCdEF01";
        String second = "0x9999999999999999999999999999999999999999";
        String list = "[\"" + first + "\", \"" + second + "\"]";
        assertFalse(resolve(Map.of(), Map.of()).isSet(Setting.VAULT_ADDRESS));
        assertEquals("8453", resolve(Map.of(), Map.of()).text(Setting.VAULT_CHAIN_ID));
        Map<String, String> both = Map.of("MINER_VAULT_ADDRESSES", list, "MINER_VAULT_ADDRESS", second);
        assertEquals(first, resolve(Map.of(), both).text(Setting.VAULT_ADDRESS));
        assertEquals(
                "MINER_VAULT_ADDRESSES in the environment",
                resolve(Map.of(), both).origin(Setting.VAULT_ADDRESS));
        Map<String, String> empty = Map.of("MINER_VAULT_ADDRESSES", "[]", "MINER_VAULT_ADDRESS", second);
        assertEquals(second, resolve(Map.of(), empty).text(Setting.VAULT_ADDRESS));
        assertEquals(
                second,
                resolve(Map.of(Setting.VAULT_ADDRESS, second), both).text(Setting.VAULT_ADDRESS),
                "the flag wins");
        assertEquals(
                "84532",
                resolve(Map.of(), Map.of("MINER_VAULT_CHAIN_ID", "84532")).text(Setting.VAULT_CHAIN_ID));
    }

    @Test
    void readsTheListOfVaultsFromDotEnv() throws IOException {
        String address = "0xAbCdEf0123456789aBCDef0123456789AbCdEF01";
        for (String quote : List.of("", "'")) {
            Files.writeString(
                    folder.resolve(".env"), "MINER_VAULT_ADDRESSES=" + quote + "[\"" + address + "\"]" + quote + "\n");
            assertEquals(address, resolve(Map.of(), Map.of()).text(Setting.VAULT_ADDRESS));
        }
    }

    @Test
    void rejectsVaultsThatValidatorsWouldStoreForGood() {
        String digits = "AbCdEf0123456789aBCDef0123456789AbCdEF01";
        for (String address : List.of(
                digits,
                "0X" + digits,
                "0x" + digits + "00",
                "0x1234",
                " 0x" + digits,
                "0x" + "0".repeat(40),
                "0x" + "z".repeat(40))) {
            assertProblem(
                    "--vault.address: '" + address + "' must be 0x and 40 hex",
                    Map.of(Setting.VAULT_ADDRESS, address),
                    Map.of());
            assertProblem("MINER_VAULT_ADDRESS in the environment", Map.of(), Map.of("MINER_VAULT_ADDRESS", address));
            assertProblem(
                    "MINER_VAULT_ADDRESSES in the environment",
                    Map.of(),
                    Map.of("MINER_VAULT_ADDRESSES", "[\"" + address + "\", \"0x" + digits + "\"]"));
        }
        for (String list :
                List.of("[\"\"]", "[1]", "[\"0x" + digits + "\"", "0x" + digits + ",0x" + digits, "{}", "null")) {
            assertProblem("MINER_VAULT_ADDRESSES in the environment", Map.of(), Map.of("MINER_VAULT_ADDRESSES", list));
        }
        for (String chain : List.of("0", "-1", "0x2105", "base", "8453.0", " 8453")) {
            assertProblem(
                    "--vault.chain_id: '" + chain + "' must be a number",
                    Map.of(Setting.VAULT_CHAIN_ID, chain),
                    Map.of());
        }
    }

    @Test
    void rejectsAnUnknownKeyInTheFile() throws IOException {
        Files.writeString(home.resolve(Settings.FILE), "axon.prt=1\n");
        assertProblem("'axon.prt' in " + home.resolve(Settings.FILE), Map.of(), Map.of());
    }

    @Test
    void everySettingHasItsOwnFlagAndVariables() {
        for (Setting setting : Setting.values()) {
            assertEquals("--" + setting.key(), setting.flag());
            assertFalse(setting.environment().isEmpty(), setting.key());
        }
        long variables = Arrays.stream(Setting.values())
                .flatMap(setting -> setting.environment().stream())
                .distinct()
                .count();
        assertEquals(
                variables,
                Arrays.stream(Setting.values())
                        .mapToLong(setting -> setting.environment().size())
                        .sum());
    }

    @Test
    void documentationNamesEachSettingWithVariableAndDefault() throws IOException {
        String page = Files.readString(Path.of("../../docs/run.md"));
        for (Setting setting : Setting.values()) {
            String row = page.lines()
                    .filter(line -> line.startsWith("| `" + setting.flag() + "`"))
                    .findFirst()
                    .orElse("");
            assertTrue(row.contains("`" + setting.environment().get(0) + "`"), setting.flag() + ": " + row);
            assertTrue(row.contains(setting.defaultValue()), setting.flag() + ": " + row);
        }
    }

    @Test
    void readsAmountsAndLists() {
        String alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
        String bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
        Settings settings = resolve(Map.of(Setting.AXON_MIN_STAKE, "12.5"), Map.of("AXON_ALLOW", alice + ", " + bob));
        assertEquals(12.5, settings.decimal(Setting.AXON_MIN_STAKE));
        assertEquals(List.of(alice, bob), settings.list(Setting.AXON_ALLOW));
        assertEquals(List.of(), settings.list(Setting.AXON_DENY));
    }

    @Test
    void tildeIsTheHomeVariableAndNotJavasUserHome() {
        Map<String, String> environment = Map.of("HOME", "/home/other");
        assertEquals(
                Path.of("/home/other/.bittensor/wallets"),
                resolve(Map.of(), environment).path(Setting.WALLET_PATH));
        assertEquals(
                Path.of("/home/other/.weir"),
                Settings.resolve(Map.of(), environment, folder).path(Setting.HOME));
    }

    private void assertPort(String value, String origin, Map<Setting, String> flags, Map<String, String> environment) {
        Settings settings = resolve(flags, environment);
        assertEquals(value, settings.text(Setting.AXON_PORT));
        assertEquals(origin, settings.origin(Setting.AXON_PORT));
    }

    private void assertProblem(String beginning, Map<Setting, String> flags, Map<String, String> environment) {
        WeirException failure = assertThrows(WeirException.class, () -> resolve(flags, environment));
        assertTrue(failure.getMessage().startsWith(beginning), failure.getMessage());
        assertTrue(failure.isUsageError());
        assertFalse(failure.remedy().isBlank());
    }

    private Settings resolve(Map<Setting, String> flags, Map<String, String> environment) {
        Map<String, String> withHome = new HashMap<>(environment);
        withHome.put("WEIR_HOME", home.toString());
        return Settings.resolve(flags, withHome, folder);
    }
}
