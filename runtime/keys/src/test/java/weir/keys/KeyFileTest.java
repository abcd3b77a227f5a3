package weir.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import weir.protocol.KeyFileException;
import weir.protocol.PublicKey;
import weir.protocol.PublicKeyFile;
import weir.protocol.Sr25519;
import weir.vectors.Recorded;

/** Every recorded key file opens to the recorded key; errors name the reason. */
class KeyFileTest {
    private static final PasswordPrompt NO_PROMPT = file -> {
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

    /** All recorded files, so that new ones are checked without a change here. */
    private static List<String> files(boolean encrypted) {
        return recorded().getAsJsonArray("files").asList().stream()
                .map(JsonElement::getAsString)
                .filter(name -> !name.contains("pub") && !name.contains("mismatch"))
                .filter(name -> name.startsWith("coldkey-") == encrypted)
                .toList();
    }

    static List<String> plainFiles() {
        return files(false);
    }

    static List<String> encryptedFiles() {
        return files(true);
    }

    @Test
    void everyFormatIsRecorded() {
        assertTrue(plainFiles().size() >= 7, plainFiles()::toString);
        assertTrue(encryptedFiles().size() >= 3, encryptedFiles()::toString);
    }

    @ParameterizedTest
    @MethodSource("plainFiles")
    void plainFilesOpen(String name) throws IOException {
        try (KeyPair pair = KeyFile.open(file(name), NO_PROMPT)) {
            assertEquals(expected(), pair.publicKey());
            byte[] message = name.getBytes(UTF_8);
            assertTrue(Sr25519.verify(expected(), message, pair.sign(message)));
        }
    }

    @ParameterizedTest
    @MethodSource("encryptedFiles")
    void encryptedFilesOpenAndThePasswordIsWiped(String name) throws IOException {
        char[] password = recorded().get("password").getAsString().toCharArray();
        try (KeyPair pair = KeyFile.open(file(name), asked -> password)) {
            assertEquals(expected(), pair.publicKey());
        }
        assertArrayEquals(new char[password.length], password, "the password must be wiped");
    }

    @Test
    void wrongPasswordIsRejectedAndWiped() {
        char[] password = "golden-test-passwort".toCharArray();
        assertFails("has another password", () -> KeyFile.open(file("coldkey-ansible-vault"), asked -> password));
        assertArrayEquals(new char[password.length], password);
    }

    @Test
    void missingPasswordIsReported() {
        assertFails("no password was given", () -> KeyFile.open(file("coldkey-ansible-vault"), asked -> null));
        assertFails("no password was given", () -> KeyFile.open(file("coldkey-ansible-vault"), asked -> new char[0]));
    }

    @Test
    void addressThatDoesNotMatchTheSecretIsRejected() {
        assertFails("restore the file from its mnemonic", () -> KeyFile.open(file("hotkey-mismatch.json"), NO_PROMPT));
    }

    @Test
    void publicAndPrivateFilesAreNotInterchangeable() throws IOException {
        assertEquals(expected(), PublicKeyFile.read(file("coldkeypub.txt")));
        assertFails("contains no secret", () -> KeyFile.open(file("coldkeypub.txt"), NO_PROMPT));
        assertFails("contains a secret", () -> PublicKeyFile.read(file("hotkey-seed-only.json")));
    }

    @Test
    void tooSmallHeapForArgon2IsReportedWithTheRemedy() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenFile.class.getName(),
                        file("coldkey-nacl").toString())
                .redirectErrorStream(true)
                .start();
        String message = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), message);
        assertTrue(message.contains("needs 600 MiB of free heap"), message);
        assertTrue(message.contains("-Xmx1g"), message);
    }

    /** Opens one file in a separate JVM. */
    static final class OpenFile {
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
                "{} | contains no secret",
                "{\"cryptoType\":0,\"secretSeed\":\"0x00\"} | need sr25519",
                "{\"ss58Address\":\"5Grw\",\"secretSeed\":null} | contains no secret",
                "one two three | a mnemonic has 12",
                "$ANSIBLE_VAULT;1.1;AES256 | a damaged $ANSIBLE_VAULT file: a line is missing",
                "$NACLshort | cut short",
                "gAAAAA | cut short",
            })
    void damagedFilesAreReportedWithTheReason(String content, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), content);
        assertFails(expected, () -> KeyFile.open(file, asked -> "password".toCharArray()));
    }

    @Test
    void byteOrderMarkIsIgnored() throws IOException {
        for (String name : plainFiles()) {
            ByteArrayOutputStream marked = new ByteArrayOutputStream();
            marked.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
            marked.writeBytes(Files.readAllBytes(file(name)));
            Path file = Files.write(folder.resolve("marked"), marked.toByteArray());
            try (KeyPair pair = KeyFile.open(file, NO_PROMPT)) {
                assertEquals(expected(), pair.publicKey(), name);
            }
        }
        Path publicFile =
                Files.writeString(folder.resolve("markedpub.txt"), "\ufeff" + Files.readString(file("coldkeypub.txt")));
        assertEquals(expected(), PublicKeyFile.read(publicFile));
    }

    @Test
    void hugeAndMissingFilesAreRejected() throws IOException {
        Path huge = Files.write(folder.resolve("huge"), new byte[70_000]);
        assertFails("is not a key file", () -> KeyFile.open(huge, NO_PROMPT));
        assertFails("there is no such file", () -> KeyFile.open(folder.resolve("absent"), NO_PROMPT));
    }

    @Test
    void errorsNeverContainASecret() throws IOException {
        byte[] content = Files.readAllBytes(file("hotkey-btwallet-4.0.json"));
        for (int cut = 1; cut < content.length; cut += 7) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(content, cut));
            String message = assertThrows(KeyFileException.class, () -> KeyFile.open(file, NO_PROMPT))
                    .toString();
            assertTrue(
                    !message.contains("bottom") && !message.contains("fac7959d") && !message.contains("28b0ae22"),
                    message);
        }
    }

    private static void assertFails(String expected, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(KeyFileException.class, action).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
