package weir.chain.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import weir.chain.ChainException;
import weir.chain.internal.metadata.Pallet.Hasher;
import weir.chain.internal.metadata.Pallet.StorageItem;
import weir.chain.internal.metadata.Shape;
import weir.chain.internal.metadata.TypeRegistry;
import weir.chain.internal.scale.ScaleWriter;

/** Builds keys of the chain's storage: the hashed names of pallet and item, then the hashed parts of the item's key. */
public final class StorageKeys {

    private StorageKeys() {}

    /** Returns the key of a storage item without the parts of a map's key. */
    public static byte[] prefix(StorageItem item) {
        return new ScaleWriter()
                .bytes(twox128(item.prefix()))
                .bytes(twox128(item.name()))
                .toByteArray();
    }

    /**
     * Returns the key of one entry.
     *
     * @param parts one value per hasher of the item, see {@link ValueEncoder}
     * @throws ChainException if the number of parts is wrong or one does not fit its type
     */
    public static byte[] entry(TypeRegistry types, StorageItem item, List<?> parts) {
        List<Hasher> hashers = item.hashers();
        if (parts.size() != hashers.size()) {
            throw new ChainException(
                    ChainException.Reason.INVALID_ARGUMENT,
                    "a key of " + item.name() + " has " + hashers.size() + " parts, not " + parts.size());
        }
        ScaleWriter key = new ScaleWriter().bytes(prefix(item));
        for (int i = 0; i < hashers.size(); i++) {
            ScaleWriter part = new ScaleWriter();
            ValueEncoder.encode(
                    types,
                    partType(types, item, i),
                    parts.get(i),
                    "part " + (i + 1) + " of the key of " + item.name(),
                    part);
            key.bytes(hash(hashers.get(i), part.toByteArray()));
        }
        return key.toByteArray();
    }

    private static int partType(TypeRegistry types, StorageItem item, int index) {
        if (item.hashers().size() == 1) {
            return item.keyType();
        }
        if (types.get(item.keyType()).shape() instanceof Shape.Tuple tuple
                && tuple.elementTypes().size() == item.hashers().size()) {
            return tuple.elementTypes().get(index);
        }
        throw ChainException.malformed("the key of " + item.name() + " has "
                + item.hashers().size() + " hashers and the type " + types.describe(item.keyType()));
    }

    private static byte[] hash(Hasher hasher, byte[] part) {
        return switch (hasher) {
            case IDENTITY -> part;
            case BLAKE2_128 -> Hashes.blake2b(part, 128);
            case BLAKE2_256 -> Hashes.blake2b(part, 256);
            case BLAKE2_128_CONCAT -> concat(Hashes.blake2b(part, 128), part);
            case TWOX_128 -> Hashes.twox(part, 128);
            case TWOX_256 -> Hashes.twox(part, 256);
            case TWOX_64_CONCAT -> concat(Hashes.twox(part, 64), part);
        };
    }

    private static byte[] concat(byte[] hash, byte[] part) {
        return new ScaleWriter().bytes(hash).bytes(part).toByteArray();
    }

    private static byte[] twox128(String name) {
        return Hashes.twox(name.getBytes(StandardCharsets.UTF_8), 128);
    }
}
