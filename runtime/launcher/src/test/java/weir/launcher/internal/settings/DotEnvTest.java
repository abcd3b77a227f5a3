package weir.launcher.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;

class DotEnvTest {

    @TempDir
    Path folder;

    @Test
    void readsQuotesCommentsAndExports() throws IOException {
        Map<String, String> read = read(
                """
                # wallet
                WALLET_NAME=my_wallet
                export HOTKEY_NAME = "default"   # the first
                NETUID=98 # subnet
                PASSWORD='a#b "c" $HOME\\n'
                URL=postgresql://u:p#x@h/d
                TEXT="two\\nlines \\"quoted\\" back\\\\slash"
                EMPTY=
                """);
        assertEquals("my_wallet", read.get("WALLET_NAME"));
        assertEquals("default", read.get("HOTKEY_NAME"));
        assertEquals("98", read.get("NETUID"));
        assertEquals("a#b \"c\" $HOME\\n", read.get("PASSWORD"));
        assertEquals("postgresql://u:p#x@h/d", read.get("URL"));
        assertEquals("two\nlines \"quoted\" back\\slash", read.get("TEXT"));
        assertEquals("", read.get("EMPTY"));
        assertEquals(7, read.size());
        assertEquals(
                Map.of("B", "2"), read("HOTKEY_MNEMONIC='abandon ...\n  # A=1\nB=2", Set.of("B")), "no word of others");
    }

    @Test
    void missingFileHasNoVariables() {
        assertEquals(Map.of(), DotEnv.read(folder.resolve(".env"), Set.of()));
    }

    @Test
    void linesOfOtherProgramsArePassedOver() throws IOException {
        String text =
                """
                WALLET_NAME=miner
                [section]
                no assignment at all
                : other syntax
                1A=x
                WALLET_NAMES=plural
                TLS_KEY="-----BEGIN EXAMPLE-----
                NETUID=1
                -----END EXAMPLE-----"
                SINGLE='one
                two'  # both lines
                A="two
                lines"
                \tB\t=\t2
                OPEN="never closed
                C=3
                """;
        Map<String, String> expected = Map.of("WALLET_NAME", "miner", "A", "two\nlines", "B", "2", "C", "3");
        Set<String> wanted = Set.of("WALLET_NAME", "NETUID", "A", "B", "C");
        assertEquals(expected, read("\ufeff" + text, wanted), "with a byte order mark");
        assertEquals(expected, read(text.replace("\n", "\r\n").replace("two\r", "two"), wanted));
    }

    @Test
    void apostropheOfAnotherValueHidesNoVariable() throws IOException {
        assertEquals(Map.of("A", "1", "B", "2"), read("MOTTO='tis\nA='1'\nB=2\n", Set.of("A", "B")));
    }

    @Test
    void utf16IsNamed() throws IOException {
        for (Charset charset : new Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            Path file = Files.write(folder.resolve(".env"), "\ufeffA=1\n".getBytes(charset));
            WeirException failure = assertThrows(WeirException.class, () -> DotEnv.read(file, Set.of("A")));
            assertTrue(failure.getMessage().contains("UTF-16"), failure.getMessage());
        }
    }

    @Test
    void errorNamesTheLineWithoutItsText() {
        for (String bad : new String[] {"A secret", "A: secret", "A=\"secret", "A='secret' more"}) {
            WeirException failure = assertThrows(WeirException.class, () -> read("A=1\n" + bad + "\n"));
            assertTrue(failure.getMessage().contains("line 2"), failure.getMessage());
            assertTrue(!failure.getMessage().contains("secret"), failure.getMessage());
        }
    }

    private Map<String, String> read(String text) throws IOException {
        return read(text, Set.of("WALLET_NAME", "HOTKEY_NAME", "NETUID", "PASSWORD", "URL", "TEXT", "EMPTY", "A"));
    }

    private Map<String, String> read(String text, Set<String> wanted) throws IOException {
        Path file = folder.resolve(".env");
        Files.writeString(file, text);
        return DotEnv.read(file, wanted);
    }
}
