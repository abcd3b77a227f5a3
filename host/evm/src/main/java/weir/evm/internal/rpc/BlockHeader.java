package weir.evm.internal.rpc;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.Locale;

/**
 * What Weir uses of a block's header.
 *
 * @param number number of the block
 * @param hash its hash, {@code 0x} and 64 lower-case hex digits
 * @param parentHash hash of the block before it
 * @param timestamp its time in Unix seconds
 */
public record BlockHeader(long number, String hash, String parentHash, long timestamp) {

    /** Reads a block without its transactions; null if the node answers null. */
    static BlockHeader read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return null;
        }
        long number = -1;
        long timestamp = -1;
        String hash = "";
        String parentHash = "";
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                continue;
            }
            switch (name) {
                case "number" -> number = HexQuantity.parse(in.nextString());
                case "hash" -> hash = in.nextString().toLowerCase(Locale.ROOT);
                case "parentHash" -> parentHash = in.nextString().toLowerCase(Locale.ROOT);
                case "timestamp" -> timestamp = HexQuantity.parse(in.nextString());
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (number < 0 || timestamp < 0 || !isHash(hash) || !isHash(parentHash)) {
            throw new IllegalStateException("a block lacks its number, hash, parentHash or timestamp");
        }
        return new BlockHeader(number, hash, parentHash, timestamp);
    }

    private static boolean isHash(String text) {
        return text.matches("0x[0-9a-f]{64}");
    }
}
