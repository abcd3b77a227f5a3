package weir.chain.internal.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weir.chain.ChainException;
import weir.chain.internal.metadata.RuntimeMetadata.ApiMethod;
import weir.chain.internal.metadata.RuntimeMetadata.Extension;
import weir.chain.internal.scale.ScaleReader;

/**
 * Reads metadata of version 14 or 15 as a node returns it ({@code frame_metadata} 15 to 23). Documentation is skipped. The input must be consumed exactly.
 */
public final class MetadataReader {

    private static final long MAGIC = 0x6174656d; // "meta"

    private final ScaleReader in;

    private MetadataReader(ScaleReader in) {
        this.in = in;
    }

    /** @throws ChainException if the bytes are not metadata of version 14 or 15 */
    public static RuntimeMetadata read(byte[] metadata) {
        return new MetadataReader(new ScaleReader(metadata)).read();
    }

    private RuntimeMetadata read() {
        if (in.u32() != MAGIC) {
            throw ChainException.malformed("metadata begins with \"meta\"; these bytes do not");
        }
        int version = in.u8();
        if (version != 14 && version != 15) {
            throw ChainException.unsupported("metadata version " + version + "; versions 14 and 15 are supported");
        }
        boolean isV15 = version == 15;
        TypeRegistry types = new TypeReader(in).read();
        Map<String, Pallet> pallets = new PalletReader(in, isV15).read();
        if (!isV15) {
            in.compactInt(); // Type of an extrinsic.
        }
        int extrinsicVersion = in.u8();
        skipTypes(isV15 ? 4 : 0); // Types of address, call, signature and extra.
        List<Extension> extensions = readExtensions();
        in.compactInt(); // Type of the runtime.
        Map<String, ApiMethod> apis = isV15 ? readApis() : Map.of();
        if (isV15) {
            skipTypes(3); // Types of all calls, events and errors.
            skipCustomValues();
        }
        if (in.remaining() > 0) {
            throw ChainException.malformed(in.remaining() + " bytes follow the metadata");
        }
        return new RuntimeMetadata(version, types, pallets, extrinsicVersion, extensions, apis);
    }

    private void skipTypes(int count) {
        for (int i = 0; i < count; i++) {
            in.compactInt();
        }
    }

    private List<Extension> readExtensions() {
        List<Extension> extensions = new ArrayList<>();
        for (int i = in.length(); i > 0; i--) {
            extensions.add(new Extension(in.text(), in.compactInt(), in.compactInt()));
        }
        return List.copyOf(extensions);
    }

    private Map<String, ApiMethod> readApis() {
        Map<String, ApiMethod> methods = new LinkedHashMap<>();
        for (int i = in.length(); i > 0; i--) {
            String api = in.text();
            for (int j = in.length(); j > 0; j--) {
                ApiMethod method = readMethod(api);
                methods.put(method.name(), method);
            }
            TypeReader.skipDocs(in);
        }
        return methods;
    }

    private ApiMethod readMethod(String api) {
        String name = api + "_" + in.text();
        List<Shape.Field> parameters = new ArrayList<>();
        for (int i = in.length(); i > 0; i--) {
            parameters.add(new Shape.Field(in.text(), in.compactInt(), null));
        }
        int resultType = in.compactInt();
        TypeReader.skipDocs(in);
        return new ApiMethod(name, List.copyOf(parameters), resultType);
    }

    private void skipCustomValues() {
        for (int i = in.length(); i > 0; i--) {
            in.skip(in.length());
            in.compactInt();
            in.skip(in.length());
        }
    }
}
