package weir.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import weir.base.Hex;
import weir.base.WeirException;

/**
 * Reads public key files of Bittensor wallets ({@code coldkeypub.txt}, {@code <hotkey>pub.txt}): JSON with
 * {@code ss58Address}, {@code publicKey} or {@code accountId}. Stateless.
 */
public final class PublicKeyFile {

    private static final int MAX_FILE_BYTES = 64 * 1024;
    private static final String SR25519_TYPE = "1";
    private static final List<String> SECRET_FIELDS = List.of("secretPhrase", "secretSeed", "privateKey");

    private PublicKeyFile() {}

    /**
     * Reads the public key of a file. Rejects a file that contains a secret, so that a private key file named by mistake is
     * noticed at once.
     *
     * @throws KeyFileException with the file, the reason and what to do
     */
    public static PublicKey read(Path file) throws KeyFileException {
        JsonObject json = parse(file, readContent(file));
        if (SECRET_FIELDS.stream().anyMatch(json::has)) {
            throw new KeyFileException(
                    file, "contains a secret; give the public file in the same directory, <hotkey>pub.txt");
        }
        requireSr25519(file, text(json, "cryptoType"));
        return publicKey(file, name -> text(json, name))
                .orElseThrow(() -> new KeyFileException(file, "has neither ss58Address nor publicKey"));
    }

    /**
     * Rejects a key whose type is not sr25519.
     *
     * @param cryptoType the member {@code cryptoType} of the file; empty means sr25519
     */
    public static void requireSr25519(Path file, Optional<String> cryptoType) throws KeyFileException {
        if (!cryptoType.orElse(SR25519_TYPE).equals(SR25519_TYPE)) {
            throw new KeyFileException(
                    file, "has cryptoType " + cryptoType.get() + "; Bittensor miners need sr25519 (1)");
        }
    }

    /**
     * Returns the public key in {@code ss58Address}, {@code publicKey} and {@code accountId} of a key file.
     *
     * @param file the file, for error messages
     * @param fields returns the value of a field by its name
     * @return the key; empty if the file has none of the three fields
     * @throws KeyFileException if a field is malformed, or two fields contain different keys
     */
    public static Optional<PublicKey> publicKey(Path file, Function<String, Optional<String>> fields)
            throws KeyFileException {
        Optional<PublicKey> found = Optional.empty();
        for (String name : List.of("ss58Address", "publicKey", "accountId")) {
            Optional<String> value = fields.apply(name);
            if (value.isEmpty()) {
                continue;
            }
            PublicKey key = parseKey(file, name, value.get());
            if (found.isPresent() && !found.get().equals(key)) {
                throw new KeyFileException(
                        file,
                        name + " belongs to " + key + ", but ss58Address or publicKey to " + found.get()
                                + "; restore the file from its mnemonic");
            }
            found = Optional.of(key);
        }
        return found;
    }

    private static PublicKey parseKey(Path file, String name, String value) throws KeyFileException {
        try {
            return name.equals("ss58Address") ? PublicKey.ofSs58(value) : PublicKey.of(Hex.decode(value));
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file, name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a public or private key file of at most 64 KiB.
     *
     * @return a new array; if it contains a secret, the caller zeroes it
     * @throws KeyFileException if the file is larger or cannot be read
     */
    public static byte[] readContent(Path file) throws KeyFileException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_FILE_BYTES + 1);
        } catch (IOException e) {
            throw new KeyFileException(file, "cannot be read: " + WeirException.describe(e), e);
        }
        if (content.length > MAX_FILE_BYTES) {
            Arrays.fill(content, (byte) 0);
            throw new KeyFileException(file, "has more than " + MAX_FILE_BYTES + " bytes; this is not a key file");
        }
        return content;
    }

    /** The error does not contain the content, because the file may be a private one, named by mistake. */
    private static JsonObject parse(Path file, byte[] content) throws KeyFileException {
        try {
            JsonElement json = JsonParser.parseString(new String(content, StandardCharsets.UTF_8));
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
        } catch (JsonParseException e) {
            // Handled below, without the parser's message.
        }
        throw new KeyFileException(file, "is not a public key file: it must be a JSON object");
    }

    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString);
    }
}
