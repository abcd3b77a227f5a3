package weir.keys;

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
 * Reads the private key files of all versions of Bittensor's wallets. Their content is JSON, a mnemonic (the words that encode a key)
 * or a seed, either plain or encrypted as {@code $NACL}, {@code $ANSIBLE_VAULT} or Fernet ({@code gAAAAA}). Sources:
 * bittensor-wallet's {@code keyfile.rs}, bittensor 6's {@code keyfile.py}. Caches nothing, and zeroes each array that held a secret.
 * Stateless and thread-safe.
 */
public final class KeyFile {
    private KeyFile() {}

    /**
     * Opens a private key file. Uses the mnemonic if the file has one, otherwise the seed, otherwise the private key. A public key
     * or address in the file must belong to that secret.
     *
     * @param prompt called once if the file is encrypted
     * @return the key pair; the caller closes it
     * @throws KeyFileException with the file, the reason and what to do
     */
    public static KeyPair open(Path file, PasswordPrompt prompt) throws KeyFileException {
        byte[] content = Secrets.use(PublicKeyFile.readContent(file), Secrets::withoutByteOrderMark);
        try {
            if (!Encryption.isEncrypted(content)) {
                return parse(file, content);
            }
            byte[] decrypted = decrypt(file, content, prompt);
            try {
                return parse(file, decrypted);
            } finally {
                Secrets.wipe(decrypted);
            }
        } finally {
            Secrets.wipe(content);
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

    private static KeyPair parse(Path file, byte[] decrypted) throws KeyFileException {
        try {
            if (Secrets.isJson(decrypted)) {
                try (KeyFields fields = parseFields(file, decrypted)) {
                    return toKeyPair(file, fields);
                }
            }
            byte[] text = Secrets.trim(decrypted);
            try {
                boolean isSeed = text.length > 1 && text[0] == '0' && text[1] == 'x';
                return isSeed ? ofSeed(text) : ofMnemonic(text);
            } finally {
                Secrets.wipe(text);
            }
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file, e.getMessage(), e);
        }
    }

    private static KeyPair toKeyPair(Path file, KeyFields fields) throws KeyFileException {
        KeyPair keyPair;
        if (fields.has("secretPhrase")) {
            keyPair = ofMnemonic(fields.get("secretPhrase"));
        } else if (fields.has("secretSeed")) {
            keyPair = ofSeed(fields.get("secretSeed"));
        } else if (fields.has("privateKey")) {
            byte[] secret = Hex.decode(Secrets.asciiView(fields.get("privateKey")));
            keyPair = Secrets.use(secret, KeyPair::ofSecret);
        } else {
            throw new KeyFileException(
                    file, "contains no secretPhrase, secretSeed or privateKey; give the private key file");
        }
        Optional<PublicKey> declared = publicKey(file, fields, keyPair);
        if (declared.isPresent() && !declared.get().equals(keyPair.publicKey())) {
            keyPair.close();
            throw new KeyFileException(
                    file,
                    "contains the address " + declared.get() + ", but its secret belongs to " + keyPair.publicKey()
                            + "; restore the file from its mnemonic");
        }
        return keyPair;
    }

    private static KeyPair ofMnemonic(byte[] phrase) {
        return Secrets.use(Mnemonic.miniSecret(phrase, new byte[0]), KeyPair::ofMiniSecret);
    }

    private static KeyPair ofSeed(byte[] hex) {
        return Secrets.use(Hex.decode(Secrets.asciiView(hex)), KeyPair::ofMiniSecret);
    }

    private static KeyFields parseFields(Path file, byte[] json) throws KeyFileException {
        KeyFields fields;
        try {
            fields = KeyFields.parse(json);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file, e.getMessage(), e);
        }
        try {
            PublicKeyFile.requireSr25519(file, fieldText(fields, "cryptoType"));
            return fields;
        } catch (KeyFileException e) {
            fields.close();
            throw e;
        }
    }

    private static Optional<PublicKey> publicKey(Path file, KeyFields fields, KeyPair keyPair) throws KeyFileException {
        try {
            return PublicKeyFile.publicKey(file, name -> fieldText(fields, name));
        } catch (KeyFileException e) {
            keyPair.close();
            throw e;
        }
    }

    private static Optional<String> fieldText(KeyFields fields, String name) {
        return fields.has(name) ? Optional.of(Secrets.publicText(fields.get(name))) : Optional.empty();
    }
}
