package weir.chain.internal.metadata;

import java.util.List;
import java.util.Map;
import weir.chain.ChainException;

/**
 * The metadata of a runtime: its types, pallets, transaction extensions and runtime APIs. Immutable.
 *
 * @param version version of the metadata's own format, 14 or 15
 * @param extrinsicVersion version of the extrinsic format
 * @param apis methods of runtime APIs by {@code <api>_<method>}; empty in version 14, which does not describe them
 */
public record RuntimeMetadata(
        int version,
        TypeRegistry types,
        Map<String, Pallet> pallets,
        int extrinsicVersion,
        List<Extension> extensions,
        Map<String, ApiMethod> apis) {

    /**
     * A transaction extension (formerly signed extension).
     *
     * @param extraType type of what it adds to the extrinsic
     * @param implicitType type of what it adds to the signed bytes only
     */
    public record Extension(String name, int extraType, int implicitType) {}

    /** A method of a runtime API, which {@code state_call} runs. */
    public record ApiMethod(String name, List<Shape.Field> parameters, int resultType) {}

    /** @throws ChainException if there is no pallet with this name */
    public Pallet pallet(String name) {
        Pallet pallet = pallets.get(name);
        if (pallet == null) {
            throw ChainException.unsupported("the runtime has no pallet " + name);
        }
        return pallet;
    }

    /** @throws ChainException if there is no storage item with this name */
    public Pallet.StorageItem storageItem(String pallet, String name) {
        Pallet.StorageItem item = pallet(pallet).storage().get(name);
        if (item == null) {
            throw ChainException.unsupported("the runtime has no storage item " + pallet + "." + name);
        }
        return item;
    }

    /** @throws ChainException if there is no such method */
    public ApiMethod apiMethod(String name) {
        ApiMethod method = apis.get(name);
        if (method == null) {
            throw ChainException.unsupported("the metadata (version " + version + ") has no runtime call " + name);
        }
        return method;
    }
}
