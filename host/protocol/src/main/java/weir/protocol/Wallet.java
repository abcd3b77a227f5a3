package weir.protocol;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Paths of a Bittensor wallet, the directory with the key files of one coldkey and its hotkeys:
 * {@code <directory>/<name>/coldkey} and {@code <directory>/<name>/hotkeys/<hotkey>pub.txt}. This record opens public
 * files only, so a host needs no private key. Immutable.
 *
 * @param walletsDirectory directory of all wallets, by default {@code ~/.bittensor/wallets}
 * @param name name of the wallet, one path element
 * @param hotkeyName name of the hotkey, one path element
 */
public record Wallet(Path walletsDirectory, String name, String hotkeyName) {

    /** @throws IllegalArgumentException if a name is not a single path element */
    public Wallet {
        requireFileName("wallet name", name);
        requireFileName("hotkey name", hotkeyName);
    }

    private static void requireFileName(String field, String value) {
        if (value.isBlank() || value.equals(".") || value.equals("..") || value.contains("/") || value.contains("\\")) {
            throw new IllegalArgumentException("the " + field + " \"" + value + "\" is not a plain file name");
        }
    }

    /** The hotkey's public file. */
    public Path hotkeyPublicFile() {
        return ownDirectory().resolve("hotkeys").resolve(hotkeyName + "pub.txt");
    }

    /** Whether the wallet has the hotkey's public file. Old wallets have the private file only. */
    public boolean hasHotkeyPublicFile() {
        return Files.exists(hotkeyPublicFile());
    }

    /** The hotkey's private file. Only {@code weir.keys} opens it. */
    public Path hotkeyFile() {
        return ownDirectory().resolve("hotkeys").resolve(hotkeyName);
    }

    /** The coldkey's private file, which Weir never opens. */
    public Path coldkeyFile() {
        return ownDirectory().resolve("coldkey");
    }

    private Path ownDirectory() {
        return walletsDirectory.resolve(name);
    }

    /**
     * Reads the hotkey's address from its public file.
     *
     * @throws KeyFileException if the file is missing or unreadable; the message says what to do
     */
    public PublicKey hotkeyAddress() throws KeyFileException {
        Path file = hotkeyPublicFile();
        if (!hasHotkeyPublicFile()) {
            throw new KeyFileException(
                    file,
                    "does not exist. Write it with `btcli wallet regen-hotkeypub --wallet-name " + name + " --hotkey "
                            + hotkeyName + " --ss58 <address>`, or set the hotkey's address with --hotkey");
        }
        return PublicKeyFile.read(file);
    }
}
