package weir.console.internal.monitor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {

    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    Path folder;

    @Test
    void theTokenOfTheFileIsValidUntilTheFileChanges() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        TokenFile token = new TokenFile(file.toString());
        assertTrue(token.contains(TOKEN));
        assertFalse(token.contains(TOKEN + "0"));
        assertFalse(token.contains(""));

        Files.writeString(file, "fedcba9876543210");

        assertFalse(token.contains(TOKEN));
        assertTrue(token.contains("fedcba9876543210"));
    }

    @Test
    void noTokenIsValidWithoutAUsableFile() throws IOException {
        assertFalse(new TokenFile("").contains(""));
        assertFalse(new TokenFile(folder.resolve("missing").toString()).contains(""));
        assertFalse(new TokenFile(folder.toString()).contains(""));
        for (String invalid : new String[] {"", "\n", "short"}) {
            Path file = Files.writeString(folder.resolve("token"), invalid);
            assertFalse(new TokenFile(file.toString()).contains(invalid.strip()), "'" + invalid + "'");
        }
    }
}
