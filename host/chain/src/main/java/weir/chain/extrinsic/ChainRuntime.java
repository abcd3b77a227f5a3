package weir.chain.extrinsic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.chain.ChainException;
import weir.chain.EnumValue;
import weir.chain.internal.codec.Hashes;
import weir.chain.internal.codec.StorageKeys;
import weir.chain.internal.codec.ValueDecoder;
import weir.chain.internal.codec.ValueEncoder;
import weir.chain.internal.metadata.MetadataReader;
import weir.chain.internal.metadata.Pallet;
import weir.chain.internal.metadata.RuntimeMetadata;
import weir.chain.internal.metadata.RuntimeMetadata.ApiMethod;
import weir.chain.internal.metadata.Shape;
import weir.chain.internal.scale.ScaleWriter;
import weir.protocol.PublicKey;

/**
 * The code of the chain at one spec version, as its metadata describes it: encodes calls, storage keys and extrinsics, decodes storage
 * and results. Indices and types come from the metadata only. Immutable and thread-safe.
 *
 * <p>Values are {@link Long}, {@link java.math.BigInteger}, {@link Boolean}, {@link String}, {@code byte[]}, {@link List}, {@link Map} by
 * field name, {@link Optional} and {@link EnumValue}. A struct that has one field without a name is represented by this field.
 */
public final class ChainRuntime {

    private final RuntimeMetadata metadata;
    private final int specVersion;
    private final int transactionVersion;
    private final ExtrinsicFormat format;

    private ChainRuntime(RuntimeMetadata metadata) {
        this.metadata = metadata;
        Map<?, ?> version = version();
        this.specVersion = number(version, "spec_version");
        this.transactionVersion = number(version, "transaction_version");
        this.format = new ExtrinsicFormat(metadata, specVersion, transactionVersion);
    }

    /**
     * Reads metadata of version 14 or 15.
     *
     * @param metadata bytes that begin with {@code meta}
     * @throws ChainException if they are not metadata, or {@code System.Version} is missing from it
     */
    public static ChainRuntime parse(byte[] metadata) {
        return new ChainRuntime(MetadataReader.read(metadata));
    }

    /** Version of the runtime, from {@code System.Version} in the metadata. */
    public int specVersion() {
        return specVersion;
    }

    /** Version of the encoding of its extrinsics, from {@code System.Version} in the metadata. */
    public int transactionVersion() {
        return transactionVersion;
    }

    /**
     * Encodes a call.
     *
     * @param arguments values by argument name; the names must be exactly those of the call
     * @throws ChainException if the runtime has no such call, if the call has other arguments than these, or if a value does not fit
     */
    public byte[] encodeCall(String pallet, String call, Map<String, ?> arguments) {
        Pallet target = metadata.pallet(pallet);
        String name = pallet + "." + call;
        if (target.callType().isPresent()
                && metadata.types().get(target.callType().getAsInt()).shape() instanceof Shape.Enumeration calls) {
            for (Map.Entry<Integer, Shape.Variant> entry : calls.variants().entrySet()) {
                if (entry.getValue().name().equals(call)) {
                    ScaleWriter out = new ScaleWriter().u8(target.index()).u8(entry.getKey());
                    encodeArguments(entry.getValue().fields(), arguments, name, out);
                    return out.toByteArray();
                }
            }
        }
        throw ChainException.unsupported("the runtime has no " + name);
    }

    private void encodeArguments(List<Shape.Field> fields, Map<String, ?> arguments, String name, ScaleWriter out) {
        for (Shape.Field field : fields) {
            Object value = arguments.get(field.name());
            if (value == null) {
                throw ChainException.unsupported(
                        "the runtime requires the unknown argument " + field.name() + " of " + name);
            }
            ValueEncoder.encode(metadata.types(), field.type(), value, field.name() + " of " + name, out);
        }
        if (fields.size() != arguments.size()) {
            throw ChainException.unsupported(name + " has " + fields.size() + " arguments, not " + arguments.keySet());
        }
    }

    /** Returns the bytes that are signed for a call. A message of more than 256 bytes is replaced by its BLAKE2b hash. */
    public byte[] bytesToSign(byte[] call, SigningContext context) {
        byte[] payload = format.signingPayload(call, context);
        return payload.length > 256 ? Hashes.blake2b(payload, 256) : payload;
    }

    /**
     * Returns a signed extrinsic.
     *
     * @param signature sr25519 signature of {@link #bytesToSign}, 64 bytes
     */
    public byte[] signedExtrinsic(byte[] call, SigningContext context, PublicKey signer, byte[] signature) {
        return format.signedExtrinsic(call, context, signer, signature);
    }

    /** Returns the hash by which nodes name an extrinsic. */
    public static byte[] extrinsicHash(byte[] extrinsic) {
        return Hashes.blake2b(extrinsic, 256);
    }

    /**
     * Returns the key of a storage entry.
     *
     * @param parts parts of the key; none for an item that is not a map
     */
    public byte[] storageKey(String pallet, String item, Object... parts) {
        return StorageKeys.entry(metadata.types(), metadata.storageItem(pallet, item), List.of(parts));
    }

    /**
     * Decodes a storage entry.
     *
     * @param value what the node returned, {@code null} if the chain has no value
     * @return empty if there is no value and the item has no default
     */
    public Optional<Object> decodeStorage(String pallet, String item, byte[] value) {
        Pallet.StorageItem storage = metadata.storageItem(pallet, item);
        if (value == null && storage.isOptional()) {
            return Optional.empty();
        }
        byte[] encoded = value == null ? storage.defaultValue() : value;
        return Optional.of(ValueDecoder.decode(metadata.types(), storage.valueType(), encoded, pallet + "." + item));
    }

    /** Decodes a constant. */
    public Object constant(String pallet, String name) {
        return findConstant(pallet, name)
                .orElseThrow(() -> ChainException.unsupported("the runtime has no constant " + pallet + "." + name));
    }

    /** Decodes a constant; empty if the runtime does not have it. */
    public Optional<Object> findConstant(String pallet, String name) {
        return Optional.ofNullable(metadata.pallets().get(pallet))
                .map(found -> found.constants().get(name))
                .map(constant ->
                        ValueDecoder.decode(metadata.types(), constant.type(), constant.value(), pallet + "." + name));
    }

    /**
     * Encodes the parameters of a method of the runtime's API. A node executes it without a transaction.
     *
     * @param method {@code <api>_<method>}, as in the RPC method {@code state_call}
     */
    public byte[] encodeParameters(String method, Map<String, ?> arguments) {
        ScaleWriter out = new ScaleWriter();
        encodeArguments(metadata.apiMethod(method).parameters(), arguments, method, out);
        return out.toByteArray();
    }

    /** Decodes the result of a method of the runtime's API. */
    public Object decodeResult(String method, byte[] result) {
        ApiMethod api = metadata.apiMethod(method);
        return ValueDecoder.decode(metadata.types(), api.resultType(), result, method);
    }

    /**
     * Returns the name of a pallet's error, for example {@code SubtensorModule.ServingRateLimitExceeded}.
     *
     * @param palletIndex index of the pallet in a {@code DispatchError.Module}
     * @param errorIndex first byte of its {@code error}
     */
    public Optional<String> errorName(int palletIndex, int errorIndex) {
        return metadata.pallets().values().stream()
                .filter(pallet ->
                        pallet.index() == palletIndex && pallet.errorType().isPresent())
                .map(pallet -> errorName(pallet, errorIndex))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> errorName(Pallet pallet, int errorIndex) {
        return metadata.types().get(pallet.errorType().getAsInt()).shape() instanceof Shape.Enumeration errors
                ? Optional.ofNullable(errors.variants().get(errorIndex))
                        .map(error -> pallet.name() + "." + error.name())
                : Optional.empty();
    }

    private Map<?, ?> version() {
        if (constant("System", "Version") instanceof Map<?, ?> version) {
            return version;
        }
        throw ChainException.malformed("System.Version is not a struct");
    }

    private static int number(Map<?, ?> version, String field) {
        if (version.get(field) instanceof Long value && value == value.intValue()) {
            return value.intValue();
        }
        throw ChainException.malformed("System.Version has no number " + field);
    }
}
