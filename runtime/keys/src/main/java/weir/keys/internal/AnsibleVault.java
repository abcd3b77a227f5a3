package weir.keys.internal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import weir.base.Hex;

/**
 * Decrypts {@code $ANSIBLE_VAULT;1.1;AES256}: the hexadecimal form of three hexadecimal lines (salt, HMAC-SHA256, AES-256-CTR
 * ciphertext), with keys from PBKDF2-HMAC-SHA256 in 10,000 iterations (docs.ansible.com, "Ansible Vault payload format 1.1").
 */
final class AnsibleVault {
    private static final int ITERATIONS = 10_000;

    private AnsibleVault() {}

    static byte[] decrypt(byte[] content, char[] password) {
        byte[][] parts = parseParts(content);
        byte[] keys = Pbkdf2.deriveKey(password, parts[0], ITERATIONS, 80);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys, 32, 32, "HmacSHA256"));
            if (!MessageDigest.isEqual(mac.doFinal(parts[2]), parts[1])) {
                throw new IllegalArgumentException(Encryption.WRONG_PASSWORD);
            }
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(keys, 0, 32, "AES"), new IvParameterSpec(keys, 64, 16));
            return Secrets.use(cipher.doFinal(parts[2]), AnsibleVault::unpad);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM lacks AES or HMAC", e);
        } finally {
            Secrets.wipe(keys);
        }
    }

    /** Returns salt, HMAC tag and ciphertext. */
    private static byte[][] parseParts(byte[] content) {
        try {
            int body = indexOf(content, (byte) '\n', 0) + 1;
            byte[] digits = new byte[content.length - body];
            int length = 0;
            for (int i = body; i < content.length; i++) {
                if (content[i] > ' ') {
                    digits[length++] = content[i];
                }
            }
            byte[] inner = Hex.decode(Secrets.asciiView(Arrays.copyOf(digits, length)));
            int first = indexOf(inner, (byte) '\n', 0);
            int second = indexOf(inner, (byte) '\n', first + 1);
            return new byte[][] {
                decodeHex(inner, 0, first),
                decodeHex(inner, first + 1, second),
                decodeHex(inner, second + 1, inner.length)
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is a damaged $ANSIBLE_VAULT file: " + e.getMessage(), e);
        }
    }

    private static byte[] decodeHex(byte[] text, int from, int to) {
        return Hex.decode(Secrets.asciiView(text).subSequence(from, to));
    }

    private static int indexOf(byte[] bytes, byte wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw new IllegalArgumentException("a line is missing");
    }

    /** Removes PKCS#7 padding. */
    private static byte[] unpad(byte[] padded) {
        int padding = padded.length == 0 ? 0 : padded[padded.length - 1];
        if (padding < 1 || padding > 16 || padding > padded.length) {
            throw new IllegalArgumentException(Encryption.WRONG_PASSWORD);
        }
        return Arrays.copyOf(padded, padded.length - padding);
    }
}
