package weir.itest.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A wallet in the layout of bittensor: {@code <folder>/mine/hotkeys/first} and its neighbours.
 *
 * @param folder the folder of all wallets
 */
record TestWallet(Path folder) {

    /** The well-known development account Alice. */
    static final String ADDRESS = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    /** Writes the hotkey's public file only. */
    static TestWallet ofPublicFile(Path folder) throws IOException {
        TestWallet wallet = new TestWallet(folder);
        Files.createDirectories(wallet.hotkey().getParent());
        Files.writeString(wallet.hotkey().resolveSibling("firstpub.txt"), "{\"ss58Address\": \"" + ADDRESS + "\"}");
        return wallet;
    }

    /** The hotkey's private file; not created. */
    Path hotkey() {
        return folder.resolve("mine/hotkeys/first");
    }

    /** The coldkey's private file; not created. */
    Path coldkey() {
        return folder.resolve("mine/coldkey");
    }

    /** Flags of {@code weir run} that select the hotkey. */
    String[] flags() {
        return new String[] {"--wallet.path", folder.toString(), "--wallet.name", "mine", "--wallet.hotkey", "first"};
    }
}
