package weir.keys.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The three formats in which Bittensor's wallets encrypt key files. Their first bytes identify them. */
public enum Encryption {
    /** bittensor-wallet since 2023. */
    NACL("$NACL") {
        @Override
        byte[] decryptContent(byte[] content, char[] password) {
            return NaclBox.decrypt(content, password);
        }
    },
    /** bittensor 3 to 6. */
    ANSIBLE("$ANSIBLE_VAULT") {
        @Override
        byte[] decryptContent(byte[] content, char[] password) {
            return AnsibleVault.decrypt(content, password);
        }
    },
    /** bittensor 1 and 2. */
    FERNET("gAAAAA") {
        @Override
        byte[] decryptContent(byte[] content, char[] password) {
            return Fernet.decrypt(content, password);
        }
    };

    static final String WRONG_PASSWORD =
            "has another password, or is damaged; try again, or restore it from its mnemonic";

    private final byte[] prefix;

    Encryption(String prefix) {
        this.prefix = prefix.getBytes(StandardCharsets.US_ASCII);
    }

    abstract byte[] decryptContent(byte[] content, char[] password);

    /** Returns whether the content is encrypted in one of the formats. */
    public static boolean isEncrypted(byte[] content) {
        return detect(content) != null;
    }

    /**
     * Decrypts the content.
     *
     * @param password not modified; the caller zeroes it
     * @throws IllegalArgumentException if the password is wrong, the file is damaged or the heap is too small
     */
    public static byte[] decrypt(byte[] content, char[] password) {
        return detect(content).decryptContent(content, password);
    }

    private static Encryption detect(byte[] content) {
        for (Encryption format : values()) {
            int length = format.prefix.length;
            if (content.length >= length && Arrays.equals(format.prefix, 0, length, content, 0, length)) {
                return format;
            }
        }
        return null;
    }
}
