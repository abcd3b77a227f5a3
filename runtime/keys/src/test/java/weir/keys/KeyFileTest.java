package weir.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.protocol.KeyFileException;
import weir.protocol.PublicKey;
import weir.protocol.PublicKeyFile;
import weir.protocol.Sr25519;
import weir.vectors.Recorded;

/** Every recorded key file opens to the recorded key, and whatever is wrong with one is said. */
class KeyFileTest {
    private static final PasswordPrompt NOBODY = file -> {
        throw new AssertionError("a plain file must not ask for a password: " + file);
    };

    @TempDir
    Path folder;

    private static JsonObject recorded() {
        return Recorded.VECTORS.json("bittensor/keyfiles.json").getAsJsonObject();
    }

    private static Path file(String name) {
        return Recorded.VECTORS.file("bittensor/keyfiles/" + name);
    }

    private static PublicKey expected() {
        return PublicKey.ofSs58(
                recorded().getAsJsonObject("expected").get("ss58").getAsString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hotkey-btwallet-4.0.json",
                "hotkey-btwallet-4.1.json",
                "hotkey-privatekey-only.json",
                "hotkey-python-legacy.json",
                "hotkey-seed-only.json",
                "raw-mnemonic",
                "raw-seed"
            })
    void plainFilesOpen(String name) throws IOException {
        try (KeyPair pair = KeyFile.open(file(name), NOBODY)) {
            assertEquals(expected(), pair.publicKey());
            byte[] message = name.getBytes(UTF_8);
            assertTrue(Sr25519.verify(expected(), message, pair.sign(message)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"coldkey-nacl", "coldkey-ansible-vault", "coldkey-legacy-fernet"})
    void encryptedFilesOpenWithTheirPasswordWhichIsWiped(String name) throws IOException {
        char[] password = recorded().get("password").getAsString().toCharArray();
        try (KeyPair pair = KeyFile.open(file(name), asked -> password)) {
            assertEquals(expected(), pair.publicKey());
        }
        assertArrayEquals(new char[password.length], password, "the password must be wiped");
    }

    @Test
    void anotherPasswordIsRefusedAndWiped() {
        char[] password = "golden-test-passwort".toCharArray();
        assertSays(
                "does not open with this password",
                () -> KeyFile.open(file("coldkey-ansible-vault"), asked -> password));
        assertArrayEquals(new char[password.length], password);
    }

    @Test
    void noPasswordGivesUp() {
        assertSays("no password was given", () -> KeyFile.open(file("coldkey-ansible-vault"), asked -> null));
        assertSays("no password was given", () -> KeyFile.open(file("coldkey-ansible-vault"), asked -> new char[0]));
    }

    @Test
    void aFileWhoseAddressIsNotItsSecretsIsRefused() {
        assertSays("restore the file from its mnemonic", () -> KeyFile.open(file("hotkey-mismatch.json"), NOBODY));
    }

    @Test
    void publicFilesGiveTheirAddressAndPrivateOnesAreRefusedForIt() throws IOException {
        assertEquals(expected(), PublicKeyFile.read(file("coldkeypub.txt")));
        assertSays("holds no secret", () -> KeyFile.open(file("coldkeypub.txt"), NOBODY));
        assertSays("contains a secret", () -> PublicKeyFile.read(file("hotkey-seed-only.json")));
    }

    @Test
    void argon2WithoutItsMemorySaysHowMuchToGive() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opening.class.getName(),
                        file("coldkey-nacl").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
        assertTrue(said.contains("needs 600 MiB of free heap"), said);
        assertTrue(said.contains("-Xmx1g"), said);
    }

    /** Opens one file in a JVM of its own. */
    static final class Opening {
        public static void main(String[] arguments) {
            try {
                KeyFile.open(Path.of(arguments[0]), asked -> "golden-test-password".toCharArray())
                        .close();
                System.out.println("opened");
            } catch (KeyFileException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"secretSeed\":\"0x00\"} | a seed has 32 bytes, not 1",
                "{\"secretSeed\":\"0xzz\"} | not a hexadecimal digit",
                "{\"secretSeed\":12,} | byte 18 of 18 should be '\"'",
                "{\"a\":{}} | should be a string, a number or null",
                "{\"a\":1,\"a\":2} | should be each field once",
                "{\"a\":1} x | should be the end of the file",
                "{\"a\":\"\\q\"} | should be an escape of an ASCII character",
                "{\"a\":\"un | should be '\"'",
                "{} | holds no secret",
                "{\"cryptoType\":0,\"secretSeed\":\"0x00\"} | only sr25519",
                "{\"ss58Address\":\"5Grw\",\"secretSeed\":null} | holds no secret",
                "one two three | a mnemonic has 12",
                "$ANSIBLE_VAULT;1.1;AES256 | a damaged $ANSIBLE_VAULT file: a line is missing",
                "$NACLshort | cut short",
                "gAAAAA | cut short",
            })
    void damagedFilesSayWhatIsWrong(String content, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), content);
        assertSays(expected, () -> KeyFile.open(file, asked -> "password".toCharArray()));
    }

    @Test
    void hugeAndAbsentFilesAreRefused() throws IOException {
        Path huge = Files.write(folder.resolve("huge"), new byte[70_000]);
        assertSays("is no key file", () -> KeyFile.open(huge, NOBODY));
        assertSays("NoSuchFileException", () -> KeyFile.open(folder.resolve("absent"), NOBODY));
    }

    @Test
    void noErrorRepeatsASecret() throws IOException {
        byte[] content = Files.readAllBytes(file("hotkey-btwallet-4.0.json"));
        for (int cut = 1; cut < content.length; cut += 7) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(content, cut));
            String said = assertThrows(KeyFileException.class, () -> KeyFile.open(file, NOBODY))
                    .toString();
            assertTrue(!said.contains("bottom") && !said.contains("fac7959d") && !said.contains("28b0ae22"), said);
        }
    }

    private static void assertSays(String expected, org.junit.jupiter.api.function.Executable action) {
        String said = assertThrows(KeyFileException.class, action).getMessage();
        assertTrue(said.contains(expected), said);
    }
}
