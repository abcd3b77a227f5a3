package weir.keys.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The three formats in which Bittensor's wallets encrypt key files, recognised by their first bytes. */
public enum Encryption {
    /** bittensor-wallet since 2023. */
    NACL("$NACL") {
        @Override
        byte[] open(byte[] content, char[] password) {
            return NaclBox.open(content, password);
        }
    },
    /** bittensor 3 to 6. */
    ANSIBLE("$ANSIBLE_VAULT") {
        @Override
        byte[] open(byte[] content, char[] password) {
            return AnsibleVault.open(content, password);
        }
    },
    /** bittensor 1 and 2. */
    FERNET("gAAAAA") {
        @Override
        byte[] open(byte[] content, char[] password) {
            return Fernet.open(content, password);
        }
    };

    static final String WRONG_PASSWORD =
            "does not open with this password, or is damaged; try again or restore it from its mnemonic";

    private final byte[] magic;

    Encryption(String magic) {
        this.magic = magic.getBytes(StandardCharsets.US_ASCII);
    }

    abstract byte[] open(byte[] content, char[] password);

    /** Whether the content is encrypted. */
    public static boolean isEncrypted(byte[] content) {
        return of(content) != null;
    }

    /**
     * Decrypts the content.
     *
     * @param password not changed; the caller wipes it
     * @throws IllegalArgumentException if the password is wrong, the file is damaged or the heap is too small
     */
    public static byte[] decrypt(byte[] content, char[] password) {
        return of(content).open(content, password);
    }

    private static Encryption of(byte[] content) {
        for (Encryption kind : values()) {
            int length = kind.magic.length;
            if (content.length >= length && Arrays.equals(kind.magic, 0, length, content, 0, length)) {
                return kind;
            }
        }
        return null;
    }
}
