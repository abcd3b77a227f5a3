package weir.chain.internal.metagraph;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import weir.base.Hex;
import weir.chain.ChainException;
import weir.chain.extrinsic.ChainRuntime;
import weir.chain.internal.codec.Hashes;
import weir.chain.internal.scale.ScaleReader;
import weir.chain.internal.scale.ScaleWriter;

/**
 * A block's header as a node pushes it. The hash is computed from it, which saves a request per block.
 *
 * @param number number of the block
 * @param hash hash of the block: {@code 0x} and 64 digits
 * @param parentHash hash of the block before it
 * @param slot number of the slot in which it was made (the chain's time divided by the slot's duration), if the header has it
 */
public record BlockHeader(long number, String hash, String parentHash, OptionalLong slot) {

    private static final byte[] AURA_SLOT = {6, 'a', 'u', 'r', 'a', 8 << 2};

    /** @throws ChainException if it is not a header */
    public static BlockHeader parse(JsonElement element) {
        try {
            JsonObject header = element.getAsJsonObject();
            String number = header.get("number").getAsString();
            BigInteger blockNumber = new BigInteger(number.substring(2), 16);
            JsonArray logs = header.getAsJsonObject("digest").getAsJsonArray("logs");
            byte[] parentHash = bytes(header, "parentHash");
            ScaleWriter encoded = new ScaleWriter()
                    .bytes(parentHash)
                    .compact(blockNumber)
                    .bytes(bytes(header, "stateRoot"))
                    .bytes(bytes(header, "extrinsicsRoot"))
                    .length(logs.size());
            OptionalLong slot = OptionalLong.empty();
            for (JsonElement log : logs) {
                byte[] bytes = Hex.decode(log.getAsString());
                encoded.bytes(bytes);
                slot = isAuraSlot(bytes) ? OptionalLong.of(readSlot(bytes)) : slot;
            }
            byte[] hash = Hashes.blake2b(encoded.toByteArray(), 256);
            return new BlockHeader(blockNumber.longValueExact(), hex(hash), hex(parentHash), slot);
        } catch (IllegalStateException
                | IllegalArgumentException
                | NullPointerException
                | ClassCastException
                | IndexOutOfBoundsException
                | ArithmeticException
                | UnsupportedOperationException e) {
            throw ChainException.malformed("the node sent a block header that is not valid");
        }
    }

    /** Returns the chain's time of the block; empty if the header has no slot or the chain states no duration of slots. */
    Optional<Instant> time(ChainRuntime runtime) {
        if (slot.isPresent() && runtime.findConstant("Aura", "SlotDuration").orElse(null) instanceof Long slotMillis) {
            return Optional.of(Instant.ofEpochMilli(slot.getAsLong() * slotMillis));
        }
        return Optional.empty();
    }

    private static String hex(byte[] hash) {
        return "0x" + HexFormat.of().formatHex(hash);
    }

    private static byte[] bytes(JsonObject header, String field) {
        return Hex.decode(header.get(field).getAsString());
    }

    private static boolean isAuraSlot(byte[] log) {
        return log.length == AURA_SLOT.length + Long.BYTES
                && Arrays.equals(log, 0, AURA_SLOT.length, AURA_SLOT, 0, AURA_SLOT.length);
    }

    private static long readSlot(byte[] log) {
        ScaleReader in = new ScaleReader(log);
        in.skip(AURA_SLOT.length);
        return in.u64();
    }
}
