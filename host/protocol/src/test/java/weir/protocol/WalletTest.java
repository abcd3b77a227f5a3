package weir.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses are read from public files only. */
class WalletTest {
    private static final String ADDRESS = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";

    @TempDir
    Path folder;

    @Test
    void addressIsReadFromThePublicFile() throws IOException {
        Wallet wallet = new Wallet(folder, "miner", "default");
        writeJson(wallet.hotkeyPublicFile());
        assertEquals(ADDRESS, wallet.hotkeyAddress().ss58());
        Files.createDirectory(wallet.hotkeyFile()); // reading it would fail
        assertEquals(ADDRESS, wallet.hotkeyAddress().ss58());
    }

    @Test
    void missingPublicFileNamesTheCommandThatWritesIt() throws IOException {
        Wallet wallet = new Wallet(folder, "miner", "h1");
        writeJson(wallet.hotkeyFile()); // the private file is there, and must not be used
        String message =
                assertThrows(KeyFileException.class, wallet::hotkeyAddress).getMessage();
        assertTrue(message.contains("h1pub.txt: does not exist") && message.contains("regen-hotkeypub"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "../other", "a/b", "a\\b"})
    void namesThatLeaveTheFolderAreRejected(String name) {
        assertThrows(IllegalArgumentException.class, () -> new Wallet(folder, name, "h"));
        assertThrows(IllegalArgumentException.class, () -> new Wallet(folder, "w", name));
    }

    @Test
    void fileWithASecretIsRejectedAsPublicFile() throws IOException {
        Path file = folder.resolve("hotkey");
        Files.writeString(file, "{\"ss58Address\": \"" + ADDRESS + "\", \"secretSeed\": \"0x12\"}");
        String message = assertThrows(KeyFileException.class, () -> PublicKeyFile.read(file))
                .getMessage();
        assertTrue(message.contains("contains a secret") && !message.contains("0x12"), message);
    }

    private static void writeJson(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"ss58Address\": \"" + ADDRESS + "\", \"cryptoType\": 1}");
    }
}
