package weir.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalletHealthTest {

    @TempDir
    Path wallet;

    @Test
    void readableFileIsNamedBesideOneThatDoesNotExist() throws Exception {
        Path hotkey = Files.writeString(wallet.resolve("hotkey"), "");
        String coldkey = wallet.resolve("coldkey").toString();
        List<String> warnings = WalletHealth.warnings(hotkey.toString(), coldkey);
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains(hotkey.toString()), warnings.toString());
    }

    @Test
    void noWalletIsNoProblem() {
        assertEquals(List.of(), WalletHealth.warnings());
    }
}
