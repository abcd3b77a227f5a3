package weir.share.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;
import weir.base.WeirException;
import weir.share.TestPublisher;

/** The programs that sign, and what they print. */
class SigningTest {

    private static final String HASH = "ab".repeat(32);

    @TempDir
    Path folder;

    private final TestPublisher alice = new TestPublisher(1);
    private final String message = Messages.head(alice.key(), "lp", 1, HASH);

    @Test
    void messagesHaveTheDocumentedForm() {
        assertEquals("weir-head-v1:" + alice.key() + ":lp:1:" + HASH, message);
        assertEquals(
                "weir-bundle-v1:" + alice.key() + ":my.hold:1.2.0:" + HASH,
                Messages.bundle(alice.key(), "my.hold", new Version("1.2"), HASH));
    }

    @Test
    @Timeout(60) // ends a program that would never end
    void programThatPrintsWithoutEndIsStopped() {
        WeirException failure =
                assertThrows(WeirException.class, () -> SigningProgram.run(List.of("yes"), "Use another program."));
        assertEquals("yes prints more than 4194304 bytes", failure.problem());
    }

    @Test
    void eachKindOfMessageIsRejectedByTheOtherVerifier() {
        List<String> messages =
                List.of(message, Messages.bundle(alice.key(), "lp", new Version(1, 0, 0), HASH), "1732.5F.x.y");
        for (String signed : messages) {
            for (String expected : messages) {
                MessageSignature signature = alice.sign(signed);
                if (signed.equals(expected)) {
                    signature.verify("it", expected, alice.key());
                } else {
                    assertThrows(WeirException.class, () -> signature.verify("it", expected, alice.key()));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"signed_message\":\"00\",\"signer_address\":\"5F\"}",
                "{\"signer_address\":\"ADDRESS\"}",
                "{\"signed_message\":\"SIGNATURE\"}",
                "{\"signed_message\":\"0xSIGNATURE\",\"signer_address\":\"ADDRESS\"}",
                "{\"signed_message\":\"SIGNATURE\",\"signer_address\":\"ADDRESS\",\"crypto\":\"ed25519\"}",
                "{\"signed_message\":\"SIGNATURE\",\"signer_address\":\"ADDRESS\",\"format\":2}",
                "{\"signed_message\":\"SIGNATURE\",\"signer_address\":\"ADDRESS\",\"message\":\"a\\nb\"}",
                "{\"signed_message\":\"SIGNATURE\",\"signer_address\":\"ADDRESSx\"}"
            })
    void malformedSignatureIsRejected(String json) {
        String good = "{\"signed_message\":\"SIGNATURE\",\"signer_address\":\"ADDRESS\"}";
        MessageSignature.parse("it", filled(good)).verify("it", message, alice.key());
        assertThrows(WeirException.class, () -> MessageSignature.parse("it", filled(json)));
    }

    /** As btcli 9.23 prints it on a terminal of 80 columns. */
    @Test
    void linesThatBtcliBreaksAreJoined() {
        String signature = alice.sign(message).signature();
        String printed = "{\"signed_message\": \n\"" + signature.substring(0, 79) + "\r\n" + signature.substring(79)
                + "\", \"signer_address\": \n\"" + alice.key() + "\"}\n";
        MessageSignature.parse("it", printed.getBytes(StandardCharsets.UTF_8)).verify("it", message, alice.key());
    }

    private byte[] filled(String json) {
        return json.replace("SIGNATURE", alice.sign(message).signature())
                .replace("ADDRESS", alice.key().ss58())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The script stands for btcli: it checks its arguments and prints what btcli prints. */
    @ParameterizedTest
    @ValueSource(strings = {"BTCLI version: 9.21.0 --json-output", "btcli 11.3.0 --json"})
    void btcliIsCalledWithTheOptionsOfItsVersion(String versionAndOption) throws Exception {
        int space = versionAndOption.lastIndexOf(' ');
        MessageSignature signature = alice.sign(message);
        Path btcli = script("if [ \"$1\" = --version ]; then echo '" + versionAndOption.substring(0, space)
                + "'; exit; fi\n"
                + "[ \"$*\" = \"wallet sign --wallet-name w --wallet-hotkey h --use-hotkey --message " + message + " "
                + versionAndOption.substring(space + 1) + "\" ] || { echo \"$@\" >&2; exit 3; }\n"
                + "echo 'Using the wallet path'\n"
                + "echo '{\"signed_message\": \"" + signature.signature() + "\", \"signer_address\": \"" + alice.key()
                + "\"}'");
        assertEquals(
                List.of(signature), new Btcli(btcli.toString(), Optional.empty(), "w", "h").sign(List.of(message)));
    }

    @Test
    void failingBtcliIsReported() throws Exception {
        Btcli failing = new Btcli(script("exit 1").toString(), Optional.empty(), "w", "h");
        assertTrue(assertThrows(WeirException.class, () -> failing.sign(List.of(message)))
                .getMessage()
                .contains("exit code 1"));
        Btcli silent = new Btcli(script("echo 9.21.0").toString(), Optional.empty(), "w", "h");
        assertTrue(assertThrows(WeirException.class, () -> silent.sign(List.of(message)))
                .getMessage()
                .contains("printed no JSON object"));
        Btcli missing = new Btcli(folder.resolve("none").toString(), Optional.empty(), "w", "h");
        assertTrue(assertThrows(WeirException.class, () -> missing.sign(List.of(message)))
                .getMessage()
                .contains("cannot start"));
    }

    @Test
    void printedCommandsAreQuotedAndPastedJsonIsRead() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String other = Messages.head(alice.key(), "lp", 2, HASH);
        String pasted = "Enter …\n"
                + new String(
                        filled("{\n \"signed_message\": \"SIGNATURE\",\n \"signer_address\": \"ADDRESS\"\n}"),
                        StandardCharsets.UTF_8)
                + "\n" + new String(alice.sign(other).toBytes(other), StandardCharsets.UTF_8);
        PastedSignatures signer = pasting(pasted, out);
        List<MessageSignature> signatures = signer.sign(List.of(message, other));
        signatures.get(0).verify("it", message, alice.key());
        signatures.get(1).verify("it", other, alice.key());
        assertTrue(
                out.toString(StandardCharsets.UTF_8)
                        .contains("btcli wallet sign --wallet-name 'my wallet' --wallet-hotkey default --use-hotkey"
                                + " --message " + message + " --json-output\n"),
                out::toString);
        assertTrue(assertThrows(WeirException.class, () -> pasting("{}", out).sign(List.of(message)))
                .getMessage()
                .contains("pasted signature 1"));
        assertTrue(assertThrows(WeirException.class, () -> pasting("", out).sign(List.of(message)))
                .getMessage()
                .contains("the input ends before signature 1 of 1"));
    }

    private static PastedSignatures pasting(String input, ByteArrayOutputStream out) {
        return new PastedSignatures(
                new Btcli("btcli", Optional.empty(), "my wallet", "default"),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @Test
    void keyFileSignsInAProcessOfItsOwn() throws Exception {
        Path file = folder.resolve("hotkey");
        Files.writeString(file, "{\"secretSeed\": \"0x01" + "00".repeat(31) + "\"}");
        KeyFileProcess signer = new KeyFileProcess(libraries(), file);
        String second = Messages.head(alice.key(), "lp", 2, HASH);
        List<MessageSignature> signatures = signer.sign(List.of(message, second));
        signatures.get(0).verify("it", message, alice.key());
        signatures.get(1).verify("it", second, alice.key());
        for (String foreign : List.of("1732.5F.x.y", "weir-head-v1:a\nb", "weir-other-v1:x", "")) {
            assertThrows(WeirException.class, () -> signer.sign(List.of(message, foreign)), foreign);
        }
        assertThrows(WeirException.class, () -> new KeyFileProcess(libraries(), folder).sign(List.of(message)));
    }

    private static List<Path> libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    private Path script(String body) throws Exception {
        Path file = Files.createTempFile(folder, "btcli", "");
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
