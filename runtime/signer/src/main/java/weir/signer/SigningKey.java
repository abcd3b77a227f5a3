package weir.signer;

import java.nio.file.Files;
import weir.keys.KeyFile;
import weir.keys.KeyPair;
import weir.keys.PasswordPrompt;
import weir.protocol.KeyFileException;
import weir.protocol.PublicKey;
import weir.protocol.Signer;
import weir.protocol.Wallet;

/** The private key of a hotkey. Its file is opened once, when the key is needed; the key is zeroed at the end. Used by one thread. */
final class SigningKey implements AutoCloseable {

    private final Wallet wallet;
    private final PasswordPrompt prompt;
    private KeyPair pair;

    SigningKey(Wallet wallet, PasswordPrompt prompt) {
        this.wallet = wallet;
        this.prompt = prompt;
    }

    /** Returns the address of the hotkey, from its public file if the wallet has one, otherwise from the private file. */
    PublicKey address() throws KeyFileException {
        boolean isPrivateOnly = !wallet.hasHotkeyPublicFile() && Files.exists(wallet.hotkeyFile());
        return isPrivateOnly ? open().publicKey() : wallet.hotkeyAddress();
    }

    /** Opens the private file if it is not open. */
    Signer open() throws KeyFileException {
        if (!Files.exists(wallet.hotkeyFile())) {
            throw new KeyFileException(
                    wallet.hotkeyFile(),
                    "does not exist. Run the command where the private file of the hotkey is, or name it with"
                            + " --wallet.path, --wallet.name and --wallet.hotkey");
        }
        if (pair == null) {
            pair = KeyFile.open(wallet.hotkeyFile(), prompt);
        }
        return pair;
    }

    @Override
    public void close() {
        if (pair != null) {
            pair.close();
        }
    }
}
