package weir.installer.internal.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentRecordTest {

    private static final String HASH = BundleStoreTest.HELLO_HASH;

    @TempDir
    Path directory;

    private Path file;
    private DeploymentRecord record;

    @BeforeEach
    void create() {
        file = directory.resolve("installed.json");
        record = new DeploymentRecord(file);
    }

    @Test
    void writtenRecordIsReadBack() throws IOException {
        assertEquals(Map.of(), record.read());
        record.write(Map.of("a.jar", HASH));
        assertEquals(Map.of("a.jar", HASH), record.read());
        assertTrue(Files.readString(file).contains("\"formatVersion\": 2"));
    }

    @Test
    void recordOfAnOlderReleaseIsRead() throws IOException {
        Files.writeString(file, "{\"a.jar\": \"" + HASH + "\"}");
        assertEquals(Map.of("a.jar", HASH), record.read());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"a.jar\": {}}",
                "{\"a.jar\": ",
                "{\"formatVersion\": 2}",
                "{\"formatVersion\": 2, \"plugins\": 1}"
            })
    void damagedRecordCountsAsEmpty(String content) throws IOException {
        Files.writeString(file, content);
        assertEquals(Map.of(), record.read());
    }
}
