package weir.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.chain.publication.PublicationResult.Outcome;

class ServeAxonTest {

    @TempDir
    private Path wallets;

    private String errors = "";

    @BeforeEach
    void createWallet() throws IOException {
        Path hotkeys = Files.createDirectories(wallets.resolve("miner/hotkeys"));
        Files.writeString(
                hotkeys.resolve("defaultpub.txt"),
                "{\"ss58Address\": \"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\"}");
    }

    private int run(String... flags) {
        String[] args = Stream.concat(
                        Stream.of("--wallet.path", wallets.toString(), "--subtensor.network", "ws://127.0.0.1:1"),
                        Stream.of(flags))
                .toArray(String[]::new);
        CapturedRun run = CapturedRun.of(file -> null, args);
        errors = run.errors();
        return run.exitCode();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "127.0.0.2", "0.0.0.0", "2001:db8::7"})
    void anUnusableAddressIsWrongUsage(String address) {
        assertEquals(2, run("--wallet.name", "miner", "--axon.external_ip", address), () -> errors);
        assertTrue(errors.contains("--axon.external_ip"), errors);
    }

    @Test
    void unknownFlagsAndValuesAreWrongUsage() {
        assertEquals(2, run("--no.such.flag"), () -> errors);
        assertEquals(2, run("--wallet.name", "miner", "--axon.port", "70000"), () -> errors);
        assertEquals(2, run("--axon.external_ip", "203.0.113.7"), () -> errors);
        assertTrue(errors.contains("--wallet.name"), errors);
    }

    @Test
    void withoutAnAddressNothingIsAsked() {
        assertEquals(6, run("--wallet.name", "miner"), () -> errors);
        assertTrue(errors.contains("--axon.external_ip"), errors);
    }

    @Test
    void aNodeThatCannotBeReachedIsReported() {
        assertEquals(6, run("--wallet.name", "miner", "--axon.external_ip", "203.0.113.7"), () -> errors);
        assertTrue(errors.contains("ws://127.0.0.1:1"), errors);
    }

    @Test
    void aWalletThatDoesNotExistIsAProblemOfTheKey() {
        assertEquals(9, run("--wallet.name", "other", "--axon.external_ip", "203.0.113.7"), () -> errors);
        assertTrue(errors.contains("does not exist"), errors);
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void eachOutcomeHasItsExitCode(Outcome outcome) {
        int code = ServeAxon.exitCode(outcome);
        assertTrue(code >= 0 && code <= 9 && code != 1, outcome + " " + code);
    }
}
