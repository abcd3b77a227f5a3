package weir.share.sign;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import weir.base.Hex;
import weir.base.WeirException;
import weir.protocol.PublicKey;
import weir.protocol.Sr25519;
import weir.share.internal.JsonFields;

/**
 * The content of a {@code .sig} file: an sr25519 signature in the JSON that {@code btcli wallet sign} prints, whose output can
 * therefore be pasted. Immutable.
 *
 * @param message the signed message; empty if the signature was pasted without it
 * @param signer the key that the file names; {@link #verify} checks it
 * @param signature 128 lower-case hexadecimal digits
 */
public record MessageSignature(Optional<String> message, PublicKey signer, String signature) {

    /** Longest content of a file. */
    public static final int MAX_BYTES = 4096;

    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{128}");
    private static final Pattern MESSAGE = Pattern.compile("[ -~]{1,1024}");
    private static final Pattern ADDRESS = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{1,64}");

    /**
     * Parses a signature.
     *
     * @param document name of the file or program, for messages
     * @throws WeirException if it is malformed, with the field
     */
    public static MessageSignature parse(String document, byte[] content) {
        JsonFields json = JsonFields.parse(document, withoutLineBreaks(content), MAX_BYTES);
        if (json.has("format")) {
            json.requireFormat();
        }
        if (json.has("crypto") && !json.text("crypto", MESSAGE).equals("sr25519")) {
            throw json.malformed("crypto", "is not sr25519; sign with an sr25519 key, as btcli does");
        }
        return new MessageSignature(
                json.has("message") ? Optional.of(json.text("message", MESSAGE)) : Optional.empty(),
                json.key("signer_address", ADDRESS),
                json.text("signed_message", SIGNATURE));
    }

    /** btcli breaks lines at the width of the terminal, also in the middle of a string. JSON has no line break in a string. */
    private static byte[] withoutLineBreaks(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1)
                .replaceAll("[\\r\\n]", "")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Requires that a key has signed a message.
     *
     * @param document name of the file, for messages
     * @throws WeirException if another key has signed, if another message was signed, or if the signature is not valid
     */
    public void verify(String document, String expected, PublicKey trusted) {
        if (!signer.equals(trusted)) {
            throw WeirException.failed(
                    document + " is signed by " + signer + ", trusted is " + trusted,
                    "Do not use it. To publish, sign with the key of the publisher.");
        }
        if (message.isPresent() && !message.get().equals(expected)) {
            throw WeirException.failed(
                    document + " is a signature of '" + message.get() + "', not of '" + expected + "'",
                    "Sign the expected message.");
        }
        if (!Sr25519.verify(trusted, expected.getBytes(StandardCharsets.UTF_8), Hex.decode(signature))) {
            throw WeirException.failed(
                    document + " is no valid signature of '" + expected + "' by " + trusted,
                    "The signed file was changed, or another message was signed. Get both files again.");
        }
    }

    /** The content of the file. */
    public byte[] toBytes(String signedMessage) {
        JsonObject json = new JsonObject();
        json.addProperty("format", 1);
        json.addProperty("message", signedMessage);
        json.addProperty("crypto", "sr25519");
        json.add("signer_address", new JsonPrimitive(signer.ss58()));
        json.addProperty("signed_message", signature);
        return JsonFields.toBytes(json);
    }
}
