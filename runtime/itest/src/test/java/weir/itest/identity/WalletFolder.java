package weir.itest.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A wallet as bittensor lays it out, {@code <folder>/mine/hotkeys/first} and what belongs to it.
 *
 * @param folder the folder of all wallets
 */
record WalletFolder(Path folder) {

    /** The well-known development account Alice. */
    static final String ADDRESS = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    /** With the hotkey's public file and nothing else. */
    static WalletFolder ofPublicFile(Path folder) throws IOException {
        WalletFolder wallet = new WalletFolder(folder);
        Files.createDirectories(wallet.hotkey().getParent());
        Files.writeString(wallet.hotkey().resolveSibling("firstpub.txt"), "{\"ss58Address\": \"" + ADDRESS + "\"}");
        return wallet;
    }

    /** The hotkey's private file. */
    Path hotkey() {
        return folder.resolve("mine/hotkeys/first");
    }

    /** The coldkey's private file. */
    Path coldkey() {
        return folder.resolve("mine/coldkey");
    }

    String[] flags() {
        return new String[] {"--wallet.path", folder.toString(), "--wallet.name", "mine", "--wallet.hotkey", "first"};
    }
}
