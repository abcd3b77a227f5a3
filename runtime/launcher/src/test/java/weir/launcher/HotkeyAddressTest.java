package weir.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.launcher.internal.HostConfiguration;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

class HotkeyAddressTest {

    /** The well-known development account. */
    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    @TempDir
    Path folder;

    @Test
    void isEmptyByDefault() {
        assertEquals("", HotkeyAddress.of(settings(Map.of())));
    }

    @Test
    void isTheAddressOfTheSetting() {
        assertEquals(ALICE, HotkeyAddress.of(settings(Map.of(Setting.HOTKEY, ALICE))));
    }

    @Test
    void rejectsAnAddressWithAWrongChecksum() {
        String wrong = ALICE.replace('G', 'H');
        WeirException failure =
                assertThrows(WeirException.class, () -> HotkeyAddress.of(settings(Map.of(Setting.HOTKEY, wrong))));
        assertTrue(failure.getMessage().startsWith("--hotkey: "), failure.getMessage());
        assertTrue(failure.isUsageError());
    }

    @Test
    void isReadFromThePublicFileOnly() throws IOException {
        Path hotkeys = Files.createDirectories(folder.resolve("wallets/mine/hotkeys"));
        Files.writeString(hotkeys.resolve("firstpub.txt"), "{\"ss58Address\": \"" + ALICE + "\"}");
        Map<Setting, String> flags = Map.of(
                Setting.WALLET_PATH,
                folder.resolve("wallets").toString(),
                Setting.WALLET_NAME,
                "mine",
                Setting.WALLET_HOTKEY,
                "first");
        assertEquals(ALICE, HotkeyAddress.of(settings(flags)));
    }

    @Test
    void missingPublicFileIsNamed() {
        WeirException failure = assertThrows(
                WeirException.class, () -> HotkeyAddress.of(settings(Map.of(Setting.WALLET_NAME, "mine"))));
        assertTrue(failure.getMessage().contains("defaultpub.txt"), failure.getMessage());
    }

    @Test
    void isInTheAxonsConfiguration() {
        Settings settings = settings(Map.of(
                Setting.AXON_MAX_WORKERS, "7",
                Setting.AXON_MIN_STAKE, "12.5",
                Setting.AXON_DENY, ALICE,
                Setting.AXON_PRICE_ENCODING, "ratio"));
        JsonObject document = JsonParser.parseString(
                        HostConfiguration.document(settings, new Home(folder), ALICE, List.of()))
                .getAsJsonObject();
        JsonObject axon = document.getAsJsonObject("weir.axon");
        assertEquals(ALICE, axon.get("hotkey").getAsString());
        assertEquals(7, axon.get("workers:Integer").getAsInt());
        assertEquals(12.5, axon.get("min.stake:Double").getAsDouble());
        assertEquals(1000, axon.get("requests.per.address:Double").getAsDouble());
        assertEquals(500, axon.get("requests.per.hotkey:Double").getAsDouble());
        assertEquals("ratio", axon.get("price.encoding").getAsString());
        assertEquals("[]", axon.get("allow:String[]").toString());
        assertEquals("[\"" + ALICE + "\"]", axon.get("deny:String[]").toString());
        assertEquals(
                folder.resolve("conf/routes").toString(),
                document.getAsJsonObject("weir.router").get("routes.folder").getAsString());
        assertEquals(
                folder.resolve("plugins").toString(),
                document.getAsJsonObject("weir.installer").get("plugins").getAsString());
    }

    @Test
    void chainIsFollowedOnlyWithAHotkey() {
        Settings settings = settings(Map.of(Setting.SUBTENSOR_NETWORK, "test", Setting.NETUID, "374"));
        Home home = new Home(folder);
        JsonObject document = JsonParser.parseString(HostConfiguration.document(settings, home, ALICE, List.of()))
                .getAsJsonObject();
        JsonObject chain = document.getAsJsonObject("weir.chain");
        assertEquals("test", chain.get("network").getAsString());
        assertEquals("", chain.get("chain.endpoint").getAsString());
        assertEquals(374, chain.get("netuid:Integer").getAsInt());
        assertEquals(
                folder.resolve("conf/metagraph.json").toString(),
                chain.get("override.file").getAsString());
        assertFalse(JsonParser.parseString(HostConfiguration.document(settings, home, "", List.of()))
                .getAsJsonObject()
                .has("weir.chain"));
    }

    private Settings settings(Map<Setting, String> flags) {
        return Settings.resolve(
                flags, Map.of("WEIR_HOME", folder.resolve("home").toString()), folder);
    }
}
