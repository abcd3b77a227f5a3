package weir.chain.internal.metagraph;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.chain.AxonInfo;
import weir.chain.ChainException;
import weir.chain.Metagraph;
import weir.chain.Neuron;
import weir.chain.Registration;
import weir.chain.Registrations;
import weir.chain.extrinsic.ChainRuntime;
import weir.protocol.PublicKey;

/**
 * Asks for the metagraph of a subnet by the runtime call {@value #METHOD}, and decodes the answer by field names. The call returns only
 * the fields whose indices are asked for, so that the answer for 1,024 neurons has about 90 KB.
 */
public final class MetagraphDecoder {

    /** Name of the runtime call. */
    public static final String METHOD = "SubnetInfoRuntimeApi_get_selective_metagraph";

    /**
     * netuid, block, serving_rate_limit, hotkeys, axons, validator_permit, alpha_stake, tao_stake, total_stake; then the fields of {@link
     * Registrations}: owner_hotkey, max_uids, immunity_period, emission, incentives, block_at_registration.
     */
    private static final List<Integer> FIELD_INDICES = List.of(0, 7, 45, 52, 55, 57, 67, 68, 69, 5, 31, 36, 60, 62, 66);

    private MetagraphDecoder() {}

    /** Returns the parameters of the call. */
    public static byte[] parameters(ChainRuntime runtime, int netuid) {
        return runtime.encodeParameters(METHOD, Map.of("netuid", netuid, "metagraph_indexes", FIELD_INDICES));
    }

    /**
     * Decodes the result of the call.
     *
     * @return empty if the subnet does not exist
     * @throws ChainException naming the field that is missing or has another type
     */
    public static Optional<Metagraph> decode(ChainRuntime runtime, byte[] result) {
        Object value = runtime.decodeResult(METHOD, result);
        return value instanceof Optional<?> option && option.isEmpty()
                ? Optional.empty()
                : Optional.of(toMetagraph(value));
    }

    /** Converts a decoded {@code SelectiveMetagraph}, present or in an {@link Optional}. */
    static Metagraph toMetagraph(Object value) {
        Object present = value instanceof Optional<?> option ? option.orElse(null) : value;
        if (!(present instanceof Map<?, ?> fields)) {
            throw ChainException.unsupported("the metagraph is not a struct");
        }
        List<?> hotkeys = list(fields, "hotkeys", -1);
        int count = hotkeys.size();
        List<?> axons = list(fields, "axons", count);
        List<?> permits = list(fields, "validator_permit", count);
        List<?> alphaStakes = list(fields, "alpha_stake", count);
        List<?> taoStakes = list(fields, "tao_stake", count);
        List<?> totalStakes = list(fields, "total_stake", count);
        List<Neuron> neurons = new ArrayList<>(count);
        for (int uid = 0; uid < count; uid++) {
            neurons.add(new Neuron(
                    uid,
                    PublicKey.of(cast(hotkeys.get(uid), byte[].class, "hotkeys"))
                            .ss58(),
                    cast(permits.get(uid), Boolean.class, "validator_permit"),
                    cast(alphaStakes.get(uid), Long.class, "alpha_stake"),
                    cast(taoStakes.get(uid), Long.class, "tao_stake"),
                    cast(totalStakes.get(uid), Long.class, "total_stake"),
                    toAxon(cast(axons.get(uid), Map.class, "axons"))));
        }
        return new Metagraph(
                (int) number(fields, "netuid"),
                number(fields, "block"),
                number(fields, "serving_rate_limit"),
                neurons,
                toRegistrations(fields, neurons));
    }

    /** Nothing that the host needs depends on these fields, so a runtime without one of them does not stop the reading. */
    private static Optional<Registrations> toRegistrations(Map<?, ?> fields, List<Neuron> neurons) {
        try {
            List<?> blocks = list(fields, "block_at_registration", neurons.size());
            List<?> incentives = list(fields, "incentives", neurons.size());
            List<?> emissions = list(fields, "emission", neurons.size());
            List<Registration> registrations = new ArrayList<>(neurons.size());
            for (int uid = 0; uid < neurons.size(); uid++) {
                registrations.add(new Registration(
                        cast(blocks.get(uid), Long.class, "block_at_registration"),
                        cast(incentives.get(uid), Long.class, "incentives").intValue(),
                        cast(emissions.get(uid), Long.class, "emission")));
            }
            String owner = PublicKey.of(cast(field(fields, "owner_hotkey"), byte[].class, "owner_hotkey"))
                    .ss58();
            return Optional.of(new Registrations(
                    (int) number(fields, "max_uids"),
                    number(fields, "immunity_period"),
                    neurons.stream()
                            .filter(neuron -> neuron.hotkey().equals(owner))
                            .map(Neuron::uid)
                            .toList(),
                    registrations));
        } catch (ChainException e) {
            return Optional.empty();
        }
    }

    /** Converts a decoded {@code AxonInfo}, also of the storage item {@code SubtensorModule.Axons}. */
    public static AxonInfo toAxon(Map<?, ?> fields) {
        Object ip = field(fields, "ip");
        return new AxonInfo(
                number(fields, "block"),
                number(fields, "version"),
                ip instanceof BigInteger big ? big : BigInteger.valueOf(cast(ip, Long.class, "ip")),
                (int) number(fields, "port"),
                (int) number(fields, "ip_type"),
                (int) number(fields, "protocol"),
                (int) number(fields, "placeholder1"),
                (int) number(fields, "placeholder2"));
    }

    private static List<?> list(Map<?, ?> fields, String name, int size) {
        List<?> list = cast(field(fields, name), List.class, name);
        if (size >= 0 && list.size() != size) {
            throw ChainException.malformed(
                    "the metagraph has " + size + " hotkeys, and " + list.size() + " entries of " + name);
        }
        return list;
    }

    private static long number(Map<?, ?> fields, String name) {
        return cast(field(fields, name), Long.class, name);
    }

    private static Object field(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        Object present = value instanceof Optional<?> option ? option.orElse(null) : value;
        if (present == null) {
            throw ChainException.unsupported("the answer of the runtime has no field " + name);
        }
        return present;
    }

    private static <T> T cast(Object value, Class<T> type, String name) {
        if (!type.isInstance(value)) {
            throw ChainException.unsupported("the field " + name + " has an unexpected type: "
                    + value.getClass().getSimpleName() + " instead of " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
