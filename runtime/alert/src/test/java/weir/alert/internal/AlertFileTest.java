package weir.alert.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;

class AlertFileTest {

    private static final String GOOD = "{\"format\": 1, \"miner\": \"m1\", \"receivers\": ["
            + "{\"kind\": \"discord\", \"url\": \"https://discord.com/api/webhooks/1/SECRET\", \"events\": [\"host\", \"health\"],"
            + " \"quiet_seconds\": 60},"
            + "{\"kind\": \"telegram\", \"url\": \"https://api.telegram.org/botSECRET/sendMessage?chat_id=-7\","
            + " \"events\": [\"ping\"]}]}";

    @TempDir
    Path folder;

    @Test
    void aValidFileHasItsReceivers() throws IOException {
        AlertFile file = AlertFile.read(write(GOOD));

        Receiver discord = file.receivers().get(0);
        assertEquals("receiver 1 (discord, discord.com)", discord.toString());
        assertEquals(Set.of(Event.HOST, Event.HEALTH), discord.events());
        assertEquals(Duration.ofSeconds(60), discord.quiet());
        assertEquals(Duration.ofMinutes(5), file.receivers().get(1).quiet());
        assertEquals("m1", discord.miner());
    }

    @Test
    void eachMalformedFileIsRejectedWithTheFieldAndWithoutASecret() throws IOException {
        Map<String, String> fieldByFault = Map.ofEntries(
                Map.entry(GOOD.replace("}]}", ""), "not valid JSON"),
                Map.entry("[]", "not a JSON object"),
                Map.entry(GOOD.replace("\"format\": 1", "\"format\": 2"), "format must be 1"),
                Map.entry(GOOD.replace("\"format\": 1,", ""), "format is missing"),
                Map.entry(GOOD.replace("\"format\": 1", "\"format\": \"1\""), "format must be"),
                Map.entry(GOOD.replace("discord\"", "SECRET\""), "receivers[0].kind must be"),
                Map.entry(GOOD.replace("https://discord", "ftp://discord"), "receivers[0].url must be"),
                Map.entry(GOOD.replace("https://discord", "https://user:SECRET@discord"), "receivers[0].url must be"),
                Map.entry(GOOD.replace("1/SECRET", "1/SEC RET"), "receivers[0].url must be"),
                Map.entry(GOOD.replace("?chat_id=-7", ""), "receivers[1].url must end"),
                Map.entry(GOOD.replace("[\"ping\"]", "[]"), "receivers[1].events must be"),
                Map.entry(GOOD.replace("[\"ping\"]", "[\"SECRET\"]"), "receivers[1].events may contain host, health"),
                Map.entry(GOOD.replace("\"quiet_seconds\": 60", "\"quiet_seconds\": 0"), "quiet_seconds must be"),
                Map.entry(GOOD.replace("\"quiet_seconds\": 60", "\"SECRET\": 60"), "unknown name"),
                Map.entry("{\"format\": 1, \"receivers\": []}", "receivers must be"),
                Map.entry("{\"format\": 1, \"receivers\": [\"SECRET\"]}", "receivers[0] is not"));
        fieldByFault.forEach((text, field) -> {
            WeirException e = assertThrows(WeirException.class, () -> AlertFile.read(write(text)), text);
            assertTrue(e.getMessage().contains(field), field + " in " + e.getMessage());
            assertFalse((e.getMessage() + e.remedy()).contains("SECRET"), e.getMessage());
        });
    }

    @Test
    void aMissingFileIsReportedWithAnExample() {
        WeirException e = assertThrows(WeirException.class, () -> AlertFile.read(folder.resolve("missing.json")));
        assertTrue(e.remedy().contains("\"receivers\""), e.remedy());
    }

    @Test
    void aFileThatOthersCanReadIsReported() throws IOException {
        Path file = write(GOOD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals(List.of(), AlertFile.read(file).warnings());

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertTrue(AlertFile.read(file).warnings().get(0).contains("chmod 600"));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("alerts.json"), text);
    }
}
