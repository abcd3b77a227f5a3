package weir.protocol;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Paths of a Bittensor wallet's public files: {@code <folder>/<name>/coldkeypub.txt} and
 * {@code <folder>/<name>/hotkeys/<hotkey>pub.txt}. This record never opens a private key file, so a host needs the public
 * files only. Immutable.
 *
 * @param folder folder of all wallets, by default {@code ~/.bittensor/wallets}
 * @param name name of the wallet, one path element
 * @param hotkey name of the hotkey, one path element
 */
public record Wallet(Path folder, String name, String hotkey) {

    /** @throws IllegalArgumentException if a name is not a single path element */
    public Wallet {
        requireElement("wallet name", name);
        requireElement("hotkey name", hotkey);
    }

    private static void requireElement(String what, String value) {
        if (value.isBlank() || value.equals(".") || value.equals("..") || value.contains("/") || value.contains("\\")) {
            throw new IllegalArgumentException("the " + what + " \"" + value + "\" is not a plain file name");
        }
    }

    /** The hotkey's public file. */
    public Path hotkeyPublicFile() {
        return wallet().resolve("hotkeys").resolve(hotkey + "pub.txt");
    }

    /** The hotkey's private file, which only {@code weir.keys} opens. */
    public Path hotkeyFile() {
        return wallet().resolve("hotkeys").resolve(hotkey);
    }

    /** The coldkey's private file, which Weir never opens. */
    public Path coldkeyFile() {
        return wallet().resolve("coldkey");
    }

    /** The coldkey's public file. */
    public Path coldkeyPublicFile() {
        return wallet().resolve("coldkeypub.txt");
    }

    private Path wallet() {
        return folder.resolve(name);
    }

    /**
     * Reads the hotkey's address from its public file.
     *
     * @throws KeyFileException if the file is missing or unreadable; the message names the file and the remedy
     */
    public PublicKey hotkeyAddress() throws KeyFileException {
        Path file = hotkeyPublicFile();
        if (!Files.exists(file)) {
            throw new KeyFileException(
                    file,
                    "does not exist. Write it with `btcli wallet regen-hotkeypub --wallet-name " + name + " --hotkey "
                            + hotkey + " --ss58 <address>`, or set the hotkey's address with --hotkey");
        }
        return PublicKeyFile.read(file);
    }

    /**
     * Reads the coldkey's address from its public file.
     *
     * @throws KeyFileException if the file is missing or unreadable; the message names the file and the remedy
     */
    public PublicKey coldkeyAddress() throws KeyFileException {
        return PublicKeyFile.read(coldkeyPublicFile());
    }
}
