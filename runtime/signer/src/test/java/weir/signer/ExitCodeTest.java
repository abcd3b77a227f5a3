package weir.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import weir.fixtures.LongForm;
import weir.vectors.Recorded;

/** The command against a node on a real socket, with real key files: each exit code, and what is printed. */
class ExitCodeTest {

    @TempDir
    private Path wallets;

    private MinerChain miner;
    private CapturedRun run;

    @BeforeEach
    void start() throws IOException {
        miner = new MinerChain(wallets);
    }

    @AfterEach
    void stop() throws IOException {
        miner.close();
    }

    private int run(String... flags) {
        run = CapturedRun.of(file -> MinerChain.PASSWORD.toCharArray(), miner.flags(flags));
        return run.exitCode();
    }

    /** Recorded files. The encrypted ones, which use seconds of CPU time, are opened in the long form, and always by the tests of the keys. */
    static List<String> keyFiles() {
        return Recorded.VECTORS
                .json("bittensor/keyfiles.json")
                .getAsJsonObject()
                .getAsJsonArray("files")
                .asList()
                .stream()
                .map(JsonElement::getAsString)
                .filter(name -> !name.contains("pub") && !name.contains("mismatch"))
                .filter(name -> LongForm.IS_SELECTED || !name.startsWith("coldkey-"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("keyFiles")
    void publishedWithEachFormatOfKeyFiles(String keyFile) throws Exception {
        miner.useKeyFile(keyFile);
        CompletableFuture<Integer> command = CompletableFuture.supplyAsync(() -> run());
        miner.awaitSubmission();
        miner.finalise();
        assertEquals(0, command.get(), () -> run.errors());
        assertTrue(run.output().contains("published 203.0.113.7:8091, finalised at block 1001"), run.output());
    }

    @Test
    void publishedWithAWalletThatHasThePrivateFileOnly() throws Exception {
        miner.useKeyFile("raw-seed");
        Files.delete(miner.hotkeys().resolve("defaultpub.txt"));
        CompletableFuture<Integer> command = CompletableFuture.supplyAsync(() -> run());
        miner.awaitSubmission();
        miner.finalise();
        assertEquals(0, command.get(), () -> run.errors());
    }

    @Test
    void equalEntryIsPrintedUnlessIfNeeded() {
        miner.publish(7, 990);
        assertEquals(0, run(), () -> run.errors());
        assertTrue(run.output().contains("the chain has 203.0.113.7:8091 already, since block 990"), run.output());
        assertEquals(0, run("--if-needed"), () -> run.errors());
        assertEquals("", run.output() + run.errors());
    }

    @Test
    void dryRunPrintsTheDecodedCall() {
        assertEquals(0, run("--dry-run"), () -> run.errors());
        assertTrue(run.output().contains("  ip 3405803783 (203.0.113.7)\n  port 8091\n"), run.output());
        assertTrue(run.output().contains("Not signed and not submitted"), run.output());
        assertTrue(miner.chain.extrinsics.isEmpty());
    }

    @Test
    void testNetworkHasItsOwnSubnetNumber() {
        assertEquals(3, run("--subtensor.network", "test"), () -> run.errors());
        assertTrue(run.errors().contains("subnet 374"), run.errors());
        assertEquals(0, run("--subtensor.network", "test", "--netuid", "98", "--dry-run"), () -> run.errors());
    }

    @Test
    void unregisteredHotkeyIsCode3() {
        miner.chain.deregister();
        assertEquals(3, run(), () -> run.errors());
        assertTrue(run.errors().contains("is not registered in subnet 98"), run.errors());
    }

    @Test
    void rateLimitIsCode4WithBlocksAndMinutes() {
        miner.publish(8, 990);
        assertEquals(4, run(), () -> run.errors());
        assertTrue(run.errors().contains("in 40 blocks, about 8 minutes"), run.errors());
    }

    @ParameterizedTest
    @CsvSource({"Custom error: 10, 3", "Custom error: 12, 4", "Custom error: 11, 5", "Transaction is outdated, 5"})
    void rejectionOfThePoolHasItsCode(String data, int code) throws IOException {
        miner.useKeyFile("raw-seed");
        miner.chain.node.errors.put(
                "author_submitAndWatchExtrinsic",
                "{\"code\": 1010, \"message\": \"Invalid Transaction\", \"data\": \"" + data + "\"}");
        assertEquals(code, run(), () -> run.errors());
        assertTrue(run.errors().contains(data), run.errors());
    }

    @Test
    void metadataThatWeirDoesNotUnderstandIsCode8() {
        miner.chain.node.staleMetadata = 300;
        assertEquals(8, run(), () -> run.errors());
        assertTrue(run.errors().contains("nothing was submitted"), run.errors());
    }

    @ParameterizedTest
    @CsvSource({
        "hotkey-mismatch.json, restore the file from its mnemonic",
        "coldkeypub.txt, give the private key file",
        "coldkey-nacl, no password was given",
        "coldkey-ansible-vault, no password was given"
    })
    void keyFileThatCannotBeUsedIsCode9(String keyFile, String message) throws IOException {
        miner.useKeyFile(keyFile);
        run = CapturedRun.of(file -> new char[0], miner.flags());
        assertEquals(9, run.exitCode(), () -> run.errors());
        assertTrue(run.errors().contains(message), run.errors());
        assertTrue(miner.chain.extrinsics.isEmpty());
    }

    @Test
    void wrongPasswordIsCode9() throws IOException {
        miner.useKeyFile("coldkey-legacy-fernet");
        run = CapturedRun.of(file -> "wrong-password".toCharArray(), miner.flags());
        assertEquals(9, run.exitCode(), () -> run.errors());
        assertTrue(run.errors().contains("has another password"), run.errors());
        assertFalse(run.errors().contains("wrong-password"), run.errors());
    }

    @Test
    void keyOfAnotherHotkeyIsCode9() throws IOException {
        miner.useKeyFile("raw-seed");
        Files.writeString(miner.hotkeys().resolve("otherpub.txt"), "{\"ss58Address\": \"" + MinerChain.HOTKEY + "\"}");
        Files.writeString(miner.hotkeys().resolve("other"), "0x" + "07".repeat(32));
        assertEquals(9, run("--wallet.hotkey", "other"), () -> run.errors());
        assertTrue(run.errors().contains("not of the hotkey " + MinerChain.HOTKEY), run.errors());
    }

    @Test
    void missingFilesOfTheWalletAreCode9() {
        assertEquals(9, run(), () -> run.errors());
        assertTrue(run.errors().contains("hotkeys/default: does not exist. Run the command where"), run.errors());
        assertEquals(9, run("--wallet.hotkey", "missing"), () -> run.errors());
        assertTrue(run.errors().contains("missingpub.txt: does not exist"), run.errors());
    }

    @Test
    void namesThatAreNoFileNamesAreCode2() {
        assertEquals(2, run("--wallet.hotkey", "../default"), () -> run.errors());
        assertTrue(List.of("--wallet.hotkey").stream().allMatch(run.errors()::contains), run.errors());
    }
}
