package weir.installer.internal.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import weir.installer.verify.PluginRejectedException;

class StrictManifestTest {

    @Test
    void ambiguousManifestIsRejected() {
        for (String header : AmbiguousManifests.FORBIDDEN) {
            AmbiguousManifests.hiding(header, "my.bad").forEach((words, content) -> {
                PluginRejectedException rejection =
                        assertThrows(PluginRejectedException.class, () -> StrictManifest.parse(content), words);
                assertTrue(rejection.getMessage().contains(words), rejection.getMessage());
            });
        }
    }

    @Test
    void validManifestIsReadAsByTheJdk() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-Name", "\u00c5\u20ac\u0085\u2028".repeat(60));
        manifest.getMainAttributes().putValue("Empty", "");
        manifest.getMainAttributes().putValue("Tab", " a\tb ");
        Attributes section = new Attributes();
        section.putValue("SHA-256-Digest", "x".repeat(100));
        manifest.getEntries().put("my/Strategy.class", section);
        manifest.getEntries().put("my/Other.class", section);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        assertReadAsByTheJdk(bytes.toByteArray());
        String lineFeeds = bytes.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        assertReadAsByTheJdk(lineFeeds.getBytes(StandardCharsets.ISO_8859_1));
        assertReadAsByTheJdk((lineFeeds + "\n\n\n").getBytes(StandardCharsets.ISO_8859_1));
        assertReadAsByTheJdk("A: b\n \n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(Map.of(), StrictManifest.parse(new byte[] {'\n'}).getMainAttributes());
    }

    /** Random texts of the characters that matter: each is rejected, or read as the JDK reads it. */
    @Test
    void randomManifestsAreNotReadDifferently() throws Exception {
        String[] parts = {
            "A: b", "C: d", "Name: x", "\n", "\n", "\n", "\r\n", "\r", " ", ":", "\0", "\t", "\u00c3\u0085"
        };
        Random random = new Random(5);
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder("M: v\n");
            for (int length = random.nextInt(9); length >= 0; length--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            byte[] content = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            try {
                StrictManifest.parse(content);
            } catch (PluginRejectedException e) {
                continue;
            }
            accepted++;
            assertReadAsByTheJdk(content);
        }
        assertTrue(accepted > 5_000, "only " + accepted + " were accepted");
    }

    private static void assertReadAsByTheJdk(byte[] content) throws Exception {
        assertEquals(
                new Manifest(new ByteArrayInputStream(content)).getMainAttributes(),
                StrictManifest.parse(content).getMainAttributes(),
                () -> new String(content, StandardCharsets.ISO_8859_1));
    }
}
