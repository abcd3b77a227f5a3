package weir.chain.extrinsic;

import java.math.BigInteger;
import java.util.List;
import weir.chain.ChainException;
import weir.chain.internal.codec.ValueEncoder;
import weir.chain.internal.metadata.RuntimeMetadata;
import weir.chain.internal.metadata.RuntimeMetadata.Extension;
import weir.chain.internal.metadata.Shape;
import weir.chain.internal.metadata.TypeRegistry;
import weir.chain.internal.scale.ScaleWriter;
import weir.protocol.PublicKey;

/**
 * Extrinsics of version 4 of one runtime. Order, presence and types of the transaction extensions come from the metadata. Extensions that
 * are not known must not add bytes: otherwise the signer would sign what it does not understand.
 */
final class ExtrinsicFormat {

    private static final int VERSION = 4;
    private static final int SIGNED = 0x80;
    private static final int ADDRESS_IS_ACCOUNT_ID = 0;
    private static final int SIGNATURE_IS_SR25519 = 1;
    private static final BigInteger DISABLED = BigInteger.ZERO;

    private final RuntimeMetadata metadata;
    private final TypeRegistry types;
    private final int specVersion;
    private final int transactionVersion;

    ExtrinsicFormat(RuntimeMetadata metadata, int specVersion, int transactionVersion) {
        this.metadata = metadata;
        this.types = metadata.types();
        this.specVersion = specVersion;
        this.transactionVersion = transactionVersion;
    }

    /** Returns the call, the extensions' extra bytes, and their implicit bytes. */
    byte[] signingPayload(byte[] call, SigningContext context) {
        ScaleWriter implicit = new ScaleWriter();
        for (Extension extension : extensions()) {
            appendImplicit(extension, context, implicit);
        }
        return new ScaleWriter()
                .bytes(call)
                .bytes(extra(context))
                .bytes(implicit.toByteArray())
                .toByteArray();
    }

    byte[] signedExtrinsic(byte[] call, SigningContext context, PublicKey signer, byte[] signature) {
        byte[] content = new ScaleWriter()
                .u8(SIGNED | VERSION)
                .u8(ADDRESS_IS_ACCOUNT_ID)
                .bytes(signer.bytes())
                .u8(SIGNATURE_IS_SR25519)
                .bytes(signature)
                .bytes(extra(context))
                .bytes(call)
                .toByteArray();
        return new ScaleWriter().length(content.length).bytes(content).toByteArray();
    }

    private List<Extension> extensions() {
        if (metadata.extrinsicVersion() != VERSION) {
            throw ChainException.unsupported(
                    "extrinsic version " + metadata.extrinsicVersion() + "; version 4 is supported");
        }
        return metadata.extensions();
    }

    private byte[] extra(SigningContext context) {
        ScaleWriter extra = new ScaleWriter();
        for (Extension extension : extensions()) {
            appendExtra(extension, context, extra);
        }
        return extra.toByteArray();
    }

    private void appendExtra(Extension extension, SigningContext context, ScaleWriter out) {
        int type = extension.extraType();
        switch (extension.name()) {
            case "CheckMortality":
                requireEnum(extension, type, "Immortal");
                out.bytes(context.era().encoded());
                break;
            case "CheckNonce":
                ValueEncoder.encode(types, type, context.nonce(), "CheckNonce", out);
                break;
            case "ChargeTransactionPayment", "ChargeTransactionPaymentWrapper":
                ValueEncoder.encode(types, type, context.tip(), extension.name(), out);
                break;
            case "CheckMetadataHash":
                requireEnum(extension, type, "Disabled");
                out.integer(DISABLED, 1);
                break;
            default:
                requireEmpty(extension, type);
        }
    }

    private void appendImplicit(Extension extension, SigningContext context, ScaleWriter out) {
        int type = extension.implicitType();
        switch (extension.name()) {
            case "CheckSpecVersion":
                ValueEncoder.encode(types, type, specVersion, "CheckSpecVersion", out);
                break;
            case "CheckTxVersion":
                ValueEncoder.encode(types, type, transactionVersion, "CheckTxVersion", out);
                break;
            case "CheckGenesis":
                ValueEncoder.encode(types, type, context.genesisHash(), "CheckGenesis", out);
                break;
            case "CheckMortality":
                ValueEncoder.encode(types, type, context.eraBlockHash(), "CheckMortality", out);
                break;
            case "CheckMetadataHash":
                requireEnum(extension, type, "None");
                out.integer(DISABLED, 1);
                break;
            default:
                requireEmpty(extension, type);
        }
    }

    private void requireEmpty(Extension extension, int type) {
        if (!types.isEmpty(type)) {
            throw ChainException.unsupported("unknown extension " + extension.name() + " adds " + types.describe(type)
                    + "; nothing is signed. Use a version of Weir that knows it");
        }
    }

    /** Requires an enum whose variant with the index 0 has the given name and no fields. */
    private void requireEnum(Extension extension, int type, String firstVariant) {
        Shape.Variant first = types.unwrapped(type) instanceof Shape.Enumeration enumeration
                ? enumeration.variants().get(0)
                : null;
        if (first != null && first.name().equals(firstVariant) && first.fields().isEmpty()) {
            return;
        }
        throw ChainException.unsupported("extension " + extension.name() + " has the unexpected type "
                + types.describe(type) + "; nothing is signed");
    }
}
