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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import weir.base.Hex;

/**
 * Reads public key files of Bittensor wallets ({@code coldkeypub.txt}, {@code <hotkey>pub.txt}): JSON with
 * {@code ss58Address}, {@code publicKey} or {@code accountId}. Stateless.
 */
public final class PublicKeyFile {

    private static final int MAX_BYTES = 64 * 1024;
    private static final String SR25519 = "1";
    private static final List<String> SECRETS = List.of("secretPhrase", "secretSeed", "privateKey");

    private PublicKeyFile() {}

    /**
     * Reads the address in a public key file. Rejects a file that contains a secret, so that a private key file named by
     * mistake is noticed at once.
     *
     * @throws KeyFileException naming the file, the reason and the remedy
     */
    public static PublicKey read(Path file) throws KeyFileException {
        JsonObject json = parse(file, content(file));
        if (SECRETS.stream().anyMatch(json::has)) {
            throw new KeyFileException(
                    file, "contains a secret; name the public file in the same folder, <hotkey>pub.txt");
        }
        requireSr25519(file, text(json, "cryptoType"));
        return publicKey(file, name -> text(json, name))
                .orElseThrow(() -> new KeyFileException(file, "has neither ss58Address nor publicKey"));
    }

    /**
     * Rejects keys other than sr25519.
     *
     * @param cryptoType the file's {@code cryptoType}; absent means sr25519
     */
    public static void requireSr25519(Path file, Optional<String> cryptoType) throws KeyFileException {
        if (!cryptoType.orElse(SR25519).equals(SR25519)) {
            throw new KeyFileException(
                    file, "has cryptoType " + cryptoType.get() + "; only sr25519 (1) mines on Bittensor");
        }
    }

    /**
     * The public key that {@code ss58Address}, {@code publicKey} and {@code accountId} of a key file agree on.
     *
     * @param file the file, for messages
     * @param fields value of a field by its name
     * @return the key; empty if the file has none of the three fields
     * @throws KeyFileException if a field is malformed or two fields differ
     */
    public static Optional<PublicKey> publicKey(Path file, Function<String, Optional<String>> fields)
            throws KeyFileException {
        Optional<PublicKey> agreed = Optional.empty();
        for (String name : List.of("ss58Address", "publicKey", "accountId")) {
            Optional<String> value = fields.apply(name);
            if (value.isEmpty()) {
                continue;
            }
            PublicKey key = publicKey(file, name, value.get());
            if (agreed.isPresent() && !agreed.get().equals(key)) {
                throw new KeyFileException(
                        file,
                        name + " is that of " + key + ", but ss58Address or publicKey is that of " + agreed.get()
                                + "; restore the file from its mnemonic");
            }
            agreed = Optional.of(key);
        }
        return agreed;
    }

    private static PublicKey publicKey(Path file, String name, String value) throws KeyFileException {
        try {
            return name.equals("ss58Address") ? PublicKey.ofSs58(value) : PublicKey.of(Hex.decode(value));
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file, name + ": " + e.getMessage(), e);
        }
    }

    private static byte[] content(Path file) throws KeyFileException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new KeyFileException(file, "has more than " + MAX_BYTES + " bytes; this is not a key file");
            }
            return content;
        } catch (IOException e) {
            throw new KeyFileException(file, "cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** The message never repeats the content: the file may be a private one, named by mistake. */
    private static JsonObject parse(Path file, byte[] content) throws KeyFileException {
        try {
            JsonElement json = JsonParser.parseString(new String(content, StandardCharsets.UTF_8));
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
        } catch (JsonParseException e) {
            // handled below, without the parser's message
        }
        throw new KeyFileException(file, "is not a JSON object, as a public key file is");
    }

    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString);
    }
}
