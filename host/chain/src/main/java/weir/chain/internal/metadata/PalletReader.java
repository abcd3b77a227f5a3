package weir.chain.internal.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import weir.chain.ChainException;
import weir.chain.internal.metadata.Pallet.Constant;
import weir.chain.internal.metadata.Pallet.Hasher;
import weir.chain.internal.metadata.Pallet.StorageItem;
import weir.chain.internal.scale.ScaleReader;

/** Reads the pallets of metadata. */
final class PalletReader {

    private static final Hasher[] HASHERS = Hasher.values();

    private final ScaleReader in;
    private final boolean hasDocs;

    /** @param hasDocs whether documentation follows each pallet, as in version 15 */
    PalletReader(ScaleReader in, boolean hasDocs) {
        this.in = in;
        this.hasDocs = hasDocs;
    }

    Map<String, Pallet> read() {
        Map<String, Pallet> pallets = new LinkedHashMap<>();
        for (int i = in.length(); i > 0; i--) {
            Pallet pallet = readPallet();
            if (pallets.put(pallet.name(), pallet) != null) {
                throw ChainException.malformed("two pallets have the name " + pallet.name());
            }
        }
        return pallets;
    }

    private Pallet readPallet() {
        String name = in.text();
        Map<String, StorageItem> storage = in.bool() ? readStorage() : Map.of();
        OptionalInt callType = readOptionalType();
        readOptionalType(); // Events: the runtime's event type contains them.
        Map<String, Constant> constants = readConstants();
        OptionalInt errorType = readOptionalType();
        int index = in.u8();
        if (hasDocs) {
            TypeReader.skipDocs(in);
        }
        return new Pallet(name, index, storage, callType, errorType, constants);
    }

    private OptionalInt readOptionalType() {
        return in.bool() ? OptionalInt.of(in.compactInt()) : OptionalInt.empty();
    }

    private Map<String, StorageItem> readStorage() {
        String prefix = in.text();
        Map<String, StorageItem> items = new LinkedHashMap<>();
        for (int i = in.length(); i > 0; i--) {
            StorageItem item = readStorageItem(prefix);
            items.put(item.name(), item);
        }
        return items;
    }

    private StorageItem readStorageItem(String prefix) {
        String name = in.text();
        boolean isOptional = !in.bool();
        boolean isMap = in.bool();
        List<Hasher> hashers = isMap ? readHashers() : List.of();
        int keyType = isMap ? in.compactInt() : -1;
        int valueType = in.compactInt();
        byte[] defaultValue = in.bytes(in.length());
        TypeReader.skipDocs(in);
        return new StorageItem(prefix, name, isOptional, hashers, keyType, valueType, defaultValue);
    }

    private List<Hasher> readHashers() {
        List<Hasher> hashers = new ArrayList<>();
        for (int i = in.length(); i > 0; i--) {
            int hasher = in.u8();
            if (hasher >= HASHERS.length) {
                throw ChainException.malformed("unknown hasher " + hasher);
            }
            hashers.add(HASHERS[hasher]);
        }
        return List.copyOf(hashers);
    }

    private Map<String, Constant> readConstants() {
        Map<String, Constant> constants = new LinkedHashMap<>();
        for (int i = in.length(); i > 0; i--) {
            String name = in.text();
            constants.put(name, new Constant(in.compactInt(), in.bytes(in.length())));
            TypeReader.skipDocs(in);
        }
        return constants;
    }
}
