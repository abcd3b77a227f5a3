package weir.chain.client;

import java.util.List;

/**
 * Names an entry of the chain's storage.
 *
 * @param parts parts of its key; none for an item that is not a map
 */
public record StorageEntry(String pallet, String item, List<Object> parts) {

    /** Returns the entry of an item with the given parts of the key. */
    public static StorageEntry of(String pallet, String item, Object... parts) {
        return new StorageEntry(pallet, item, List.of(parts));
    }
}
