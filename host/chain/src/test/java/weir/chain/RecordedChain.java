package weir.chain;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import weir.base.Hex;
import weir.chain.extrinsic.ChainRuntime;
import weir.vectors.Recorded;

/** Recorded data of the chain. */
public final class RecordedChain {

    private static final Map<String, ChainRuntime> RUNTIMES = new LinkedHashMap<>();

    private RecordedChain() {}

    /** Content of a file of the vectors; {@code .gz} is unpacked. A missing file skips the test. */
    public static byte[] bytes(String name) {
        try (InputStream in = Files.newInputStream(Recorded.VECTORS.file(name));
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return plain.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    public static JsonObject json(String name) {
        return Recorded.VECTORS.json(name).getAsJsonObject();
    }

    /**
     * Metadata by the name that {@code expected.json} uses, for example {@code 461-v15}. A missing file skips the test.
     *
     * @param name spec version and version of the metadata; 343 is part of the recording
     */
    public static byte[] metadata(String name) {
        switch (name) {
            case "343-v14":
                return Hex.decode(recording("metadata_v14"));
            case "343-v15":
                // Option<Vec<u8>>: one byte, a length of four bytes, and the metadata.
                byte[] option = Hex.decode(recording("metadata_at_version_15"));
                return java.util.Arrays.copyOfRange(option, 5, option.length);
            case "461-v14", "461-v15":
                return bytes("chain/metadata-" + name + ".scale.gz");
            default:
                return bytes("chain/metadata-versions/" + name + ".scale.gz");
        }
    }

    private static String recording(String field) {
        return json("bittensor/subtensor-recording.json.gz").get(field).getAsString();
    }

    public static synchronized ChainRuntime runtime(String name) {
        return RUNTIMES.computeIfAbsent(name, absent -> ChainRuntime.parse(metadata(absent)));
    }

    public static byte[] hex(JsonElement text) {
        return Hex.decode(text.getAsString());
    }

    public static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    /** Numbers by name; a number may be written as text. */
    public static Map<String, Object> numbers(JsonObject arguments) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        arguments
                .entrySet()
                .forEach(
                        e -> numbers.put(e.getKey(), new BigInteger(e.getValue().getAsString())));
        return numbers;
    }
}
