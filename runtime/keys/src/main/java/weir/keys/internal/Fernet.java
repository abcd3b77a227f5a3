package weir.keys.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts a key file that begins with {@code gAAAAA}: a Fernet token (github.com/fernet/spec: version, time, IV, AES-128-CBC ciphertext, HMAC-SHA256 in
 * base64url), with a key from PBKDF2-HMAC-SHA256 with a fixed salt in ten million iterations (bittensor 2's keyfile.py).
 */
final class Fernet {
    private static final byte[] SALT =
            "Iguesscyborgslikemyselfhaveatendencytobeparanoidaboutourorigins".getBytes(StandardCharsets.US_ASCII);
    private static final int ITERATIONS = 10_000_000;
    private static final int HEADER_BYTES = 1 + 8;
    private static final int IV_BYTES = 16;
    private static final int TAG_BYTES = 32;

    private Fernet() {}

    static byte[] decrypt(byte[] content, char[] password) {
        byte[] token = decodeToken(content);
        int tagOffset = token.length - TAG_BYTES;
        byte[] key = Pbkdf2.deriveKey(password, SALT, ITERATIONS, 32);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, 0, 16, "HmacSHA256"));
            mac.update(token, 0, tagOffset);
            if (!MessageDigest.isEqual(mac.doFinal(), Arrays.copyOfRange(token, tagOffset, token.length))) {
                throw new IllegalArgumentException(Encryption.WRONG_PASSWORD);
            }
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, 16, 16, "AES"),
                    new IvParameterSpec(token, HEADER_BYTES, IV_BYTES));
            return cipher.doFinal(token, HEADER_BYTES + IV_BYTES, tagOffset - HEADER_BYTES - IV_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(Encryption.WRONG_PASSWORD, e);
        } finally {
            Secrets.wipe(key);
        }
    }

    private static byte[] decodeToken(byte[] content) {
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(Secrets.trim(content));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is a damaged Fernet file: not base64url", e);
        }
        if (token.length < HEADER_BYTES + IV_BYTES + 16 + TAG_BYTES) {
            throw new IllegalArgumentException(
                    "is cut short: " + token.length + " bytes are too few for a Fernet token");
        }
        return token;
    }
}
