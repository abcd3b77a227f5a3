package weir.chain.internal.metagraph;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.chain.RecordedChain;
import weir.chain.internal.codec.ReferenceEncoder;
import weir.chain.internal.metadata.MetadataReader;
import weir.chain.internal.metadata.RuntimeMetadata;
import weir.chain.internal.metadata.Shape;
import weir.chain.internal.metadata.TypeRegistry;
import weir.protocol.PublicKey;

/** Encodes a metagraph with one neuron in the layout of a real runtime. */
final class SyntheticMetagraph {

    static final String HOTKEY = "5HYtb3BJDfjhZmkni4hN5xsVzNtf9HrAYcUpQmSQxLKiumkp";

    private final TypeRegistry types;
    private final int resultType;

    SyntheticMetagraph(String metadataName) {
        RuntimeMetadata metadata = MetadataReader.read(RecordedChain.metadata(metadataName));
        types = metadata.types();
        resultType = metadata.apiMethod(MetagraphDecoder.METHOD).resultType();
    }

    /**
     * Encodes {@code Some} metagraph of subnet 98 at a block, with one neuron and its stake in rao.
     *
     * @param fields values of fields by their names on chain, instead of those of this neuron
     */
    byte[] encode(long block, String hotkey, boolean hasPermit, long stake, Map<String, Object> fields) {
        Map<String, Object> axon = new LinkedHashMap<>();
        for (String name :
                List.of("block", "version", "ip", "port", "ip_type", "protocol", "placeholder1", "placeholder2")) {
            axon.put(name, 0L);
        }
        Map<String, Object> values = new HashMap<>(Map.of(
                "netuid", 98L,
                "block", block,
                "serving_rate_limit", 50L,
                "hotkeys", List.of(PublicKey.ofSs58(hotkey).bytes()),
                "axons", List.of(axon),
                "validator_permit", List.of(hasPermit),
                "alpha_stake", List.of(0L),
                "tao_stake", List.of(0L),
                "total_stake", List.of(stake)));
        values.putAll(Map.of(
                "owner_hotkey", PublicKey.of(new byte[32]).bytes(),
                "max_uids", 256L,
                "immunity_period", 5_000L,
                "emission", List.of(70_000_000L),
                "incentives", List.of(1_000L),
                "block_at_registration", List.of(900L)));
        values.putAll(fields);
        Shape.Enumeration option = (Shape.Enumeration) types.get(resultType).shape();
        Shape.Composite struct = (Shape.Composite)
                types.get(option.variants().get(1).fields().get(0).type()).shape();
        Map<String, Object> encoded = new LinkedHashMap<>();
        for (Shape.Field field : struct.fields()) {
            Object value = values.get(field.name());
            boolean isOption = types.get(field.type()).name().equals("Option");
            encoded.put(field.name(), isOption ? Optional.ofNullable(value) : value);
        }
        return new ReferenceEncoder(types).encode(resultType, Optional.of(encoded));
    }
}
