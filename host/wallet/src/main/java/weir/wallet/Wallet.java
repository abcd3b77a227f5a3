package weir.wallet;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where Bittensor keeps the keys of a miner: {@code <folder>/<name>/coldkeypub.txt}, {@code …/hotkeys/<hotkey>pub.txt}
 * and the private files beside them. The addresses are read from the public files alone; nothing in this record ever
 * opens a private one, so that a host can run with the public files only. Immutable and thread-safe.
 *
 * @param folder the folder of all wallets, by default {@code ~/.bittensor/wallets}
 * @param name the wallet, one path element
 * @param hotkey the hotkey in it, one path element
 */
public record Wallet(Path folder, String name, String hotkey) {
    /** Refuses names that would leave the wallet's folder. */
    public Wallet {
        requireElement("wallet name", name);
        requireElement("hotkey name", hotkey);
    }

    /** The wallet below a folder as the command line names it: a leading {@code ~} is the home of the user. */
    public static Wallet at(String folder, String name, String hotkey) {
        boolean home = folder.equals("~") || folder.startsWith("~/");
        return new Wallet(
                home ? Path.of(System.getProperty("user.home") + folder.substring(1)) : Path.of(folder), name, hotkey);
    }

    private static void requireElement(String what, String value) {
        if (value.isBlank() || value.equals(".") || value.equals("..") || value.contains("/") || value.contains("\\")) {
            throw new IllegalArgumentException("the " + what + " \"" + value + "\" is no plain file name");
        }
    }

    /** The hotkey's public file. */
    public Path hotkeyPublicFile() {
        return wallet().resolve("hotkeys").resolve(hotkey + "pub.txt");
    }

    /** The hotkey's private file, for {@link KeyFile#open} in a process of its own. */
    public Path hotkeyFile() {
        return wallet().resolve("hotkeys").resolve(hotkey);
    }

    /** The coldkey's public file. Nothing in Weir needs the private one. */
    public Path coldkeyPublicFile() {
        return wallet().resolve("coldkeypub.txt");
    }

    private Path wallet() {
        return folder.resolve(name);
    }

    /**
     * The hotkey's address, from its public file.
     *
     * @throws KeyFileException naming the file and what to do where it is absent or not readable as such
     */
    public PublicKey hotkeyAddress() throws KeyFileException {
        Path file = hotkeyPublicFile();
        if (!Files.exists(file)) {
            throw new KeyFileException(
                    file,
                    "is not there. Write it with `btcli wallet regen-hotkeypub --wallet-name " + name + " --hotkey "
                            + hotkey + " --ss58 <address>`, or give the hotkey's address itself");
        }
        return KeyFile.readAddress(file);
    }

    /**
     * The coldkey's address, from its public file.
     *
     * @throws KeyFileException naming the file and the reason
     */
    public PublicKey coldkeyAddress() throws KeyFileException {
        return KeyFile.readAddress(coldkeyPublicFile());
    }
}
