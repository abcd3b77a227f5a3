package weir.chain.internal.metadata;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A pallet (module) of the runtime. Numbers called {@code …Type} are ids in a {@link TypeRegistry}.
 *
 * @param index first byte of its calls and events
 * @param storage storage items by name
 * @param constants constants by name
 */
public record Pallet(
        String name,
        int index,
        Map<String, StorageItem> storage,
        OptionalInt callType,
        OptionalInt errorType,
        Map<String, Constant> constants) {

    /** How a part of a storage key is hashed, in the order of their encoding in metadata. */
    public enum Hasher {
        BLAKE2_128,
        BLAKE2_256,
        BLAKE2_128_CONCAT,
        TWOX_128,
        TWOX_256,
        TWOX_64_CONCAT,
        IDENTITY
    }

    /**
     * A storage item: one value, or a map of values.
     *
     * @param prefix name of the pallet in storage keys
     * @param isOptional whether a key without a value means that there is none, not the default
     * @param hashers one per part of the key; empty for one value
     * @param keyType type of the key, a tuple if there is more than one hasher; -1 for one value
     * @param defaultValue encoded value of keys that have none
     */
    public record StorageItem(
            String prefix,
            String name,
            boolean isOptional,
            List<Hasher> hashers,
            int keyType,
            int valueType,
            byte[] defaultValue) {}

    /** A constant with its encoded value. */
    public record Constant(int type, byte[] value) {}
}
