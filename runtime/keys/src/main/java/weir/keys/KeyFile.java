package weir.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import weir.base.Hex;
import weir.keys.internal.Encryption;
import weir.keys.internal.KeyFields;
import weir.keys.internal.Mnemonic;
import weir.keys.internal.Secrets;
import weir.protocol.KeyFileException;
import weir.protocol.PublicKey;
import weir.protocol.PublicKeyFile;

/**
 * Reads the private key files of all versions of Bittensor's wallets: JSON, a bare mnemonic or a bare seed, either plain or
 * encrypted as {@code $NACL}, {@code $ANSIBLE_VAULT} or Fernet ({@code gAAAAA}). Sources: bittensor-wallet's
 * {@code keyfile.rs}, bittensor 6's {@code keyfile.py}. Nothing is cached, and every array that held a secret is zeroed.
 * Stateless and thread-safe.
 */
public final class KeyFile {
    private static final int MAX_BYTES = 64 * 1024;

    private KeyFile() {}

    /**
     * Opens a private key file. The secret comes from its mnemonic, else its seed, else its private key. A public key or an
     * address in the file must belong to that secret.
     *
     * @param prompt asked once if the file is encrypted
     * @return the key pair; the caller closes it
     * @throws KeyFileException naming the file, the reason and the remedy
     */
    public static KeyPair open(Path file, PasswordPrompt prompt) throws KeyFileException {
        byte[] content = read(file);
        try {
            if (!Encryption.isEncrypted(content)) {
                return parse(file, content);
            }
            byte[] plain = decrypt(file, content, prompt);
            try {
                return parse(file, plain);
            } finally {
                Secrets.wipe(plain);
            }
        } finally {
            Secrets.wipe(content);
        }
    }

    private static byte[] read(Path file) throws KeyFileException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                Secrets.wipe(content);
                throw new KeyFileException(file, "has more than " + MAX_BYTES + " bytes; this is not a key file");
            }
            return content;
        } catch (KeyFileException e) {
            throw e;
        } catch (IOException e) {
            throw new KeyFileException(file, "cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static byte[] decrypt(Path file, byte[] content, PasswordPrompt prompt) throws KeyFileException {
        char[] password = prompt.password(file);
        if (password == null || password.length == 0) {
            throw new KeyFileException(file, "is encrypted and no password was given; enter its password");
        }
        try {
            return Encryption.decrypt(content, password);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file, e.getMessage(), e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static KeyPair parse(Path file, byte[] plain) throws KeyFileException {
        try {
            if (Secrets.isJson(plain)) {
                try (KeyFields fields = fields(file, plain)) {
                    return pair(file, fields);
                }
            }
            byte[] text = Secrets.trim(plain);
            try {
                boolean seed = text.length > 1 && text[0] == '0' && text[1] == 'x';
                return seed ? ofSeed(text) : ofPhrase(text);
            } finally {
                Secrets.wipe(text);
            }
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file, e.getMessage(), e);
        }
    }

    private static KeyPair pair(Path file, KeyFields fields) throws KeyFileException {
        KeyPair pair;
        if (fields.has("secretPhrase")) {
            pair = ofPhrase(fields.get("secretPhrase"));
        } else if (fields.has("secretSeed")) {
            pair = ofSeed(fields.get("secretSeed"));
        } else if (fields.has("privateKey")) {
            byte[] secret = Hex.decode(Secrets.text(fields.get("privateKey")));
            pair = Secrets.use(secret, KeyPair::ofSecret);
        } else {
            throw new KeyFileException(
                    file, "contains no secret: no secretPhrase, secretSeed or privateKey; name the private file");
        }
        Optional<PublicKey> declared = publicKey(file, fields, pair);
        if (declared.isPresent() && !declared.get().equals(pair.publicKey())) {
            pair.close();
            throw new KeyFileException(
                    file,
                    "names " + declared.get() + ", but its secret belongs to " + pair.publicKey()
                            + "; restore the file from its mnemonic");
        }
        return pair;
    }

    private static KeyPair ofPhrase(byte[] phrase) {
        return Secrets.use(Mnemonic.miniSecret(phrase, new byte[0]), KeyPair::ofMiniSecret);
    }

    private static KeyPair ofSeed(byte[] hex) {
        return Secrets.use(Hex.decode(Secrets.text(hex)), KeyPair::ofMiniSecret);
    }

    private static KeyFields fields(Path file, byte[] json) throws KeyFileException {
        KeyFields fields;
        try {
            fields = KeyFields.parse(json);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file, e.getMessage(), e);
        }
        try {
            PublicKeyFile.requireSr25519(file, text(fields, "cryptoType"));
            return fields;
        } catch (KeyFileException e) {
            fields.close();
            throw e;
        }
    }

    private static Optional<PublicKey> publicKey(Path file, KeyFields fields, KeyPair pair) throws KeyFileException {
        try {
            return PublicKeyFile.publicKey(file, name -> text(fields, name));
        } catch (KeyFileException e) {
            pair.close();
            throw e;
        }
    }

    private static Optional<String> text(KeyFields fields, String name) {
        return fields.has(name) ? Optional.of(Secrets.string(fields.get(name))) : Optional.empty();
    }
}
