package weir.evm.internal.logs;

import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Event;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import weir.base.Hex;

/** Decodes logs with the library headlong, from the declarations in the source of the contracts. It also checks the topic's hash. */
final class SecondDecoder {

    /** Declarations of the parameters; {@code *} marks an indexed one. */
    private static final Map<EventType, String> DECLARATIONS = Map.of(
            EventType.INITIALIZE, "uint160,int24",
            EventType.MINT, "address,address*,int24*,int24*,uint128,uint256,uint256",
            EventType.COLLECT, "address*,address,int24*,int24*,uint128,uint128",
            EventType.BURN, "address*,int24*,int24*,uint128,uint256,uint256",
            EventType.SWAP, "address*,address*,int256,int256,uint160,uint128,int24",
            EventType.FLASH, "address*,address*,uint256,uint256,uint256,uint256",
            EventType.INCREASE_OBSERVATION_CARDINALITY_NEXT, "uint16,uint16",
            EventType.SET_FEE_PROTOCOL, "uint8,uint8,uint8,uint8",
            EventType.COLLECT_PROTOCOL, "address*,address*,uint128,uint128",
            EventType.COLLECT_FEES, "address*,uint128,uint128");

    private SecondDecoder() {}

    /** Returns the name of an event in the source of the contracts: {@code CollectFees}. */
    static String name(EventType type) {
        StringBuilder name = new StringBuilder();
        for (String word : type.name().split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    /** Returns the event of a type. */
    static Event<Tuple> event(EventType type) {
        String[] parameters = DECLARATIONS.get(type).split(",");
        boolean[] indexed = new boolean[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            indexed[i] = parameters[i].endsWith("*");
        }
        TupleType<Tuple> types = TupleType.parse("(" + DECLARATIONS.get(type).replace("*", "") + ")");
        return Event.create(name(type), types, indexed);
    }

    /** Returns the values of a log, indexed ones first. */
    static List<String> decode(JsonObject log) {
        JsonArray topics = log.getAsJsonArray("topics");
        Event<Tuple> event = event(EventType.byTopic(topics.get(0).getAsString()));
        byte[][] topicBytes = new byte[topics.size()][];
        for (int i = 0; i < topicBytes.length; i++) {
            topicBytes[i] = Hex.decode(topics.get(i).getAsString());
        }
        Tuple values = event.decodeArgs(topicBytes, Hex.decode(log.get("data").getAsString()));
        List<String> indexed = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            String text =
                    value instanceof Address address ? address.toString().toLowerCase(Locale.ROOT) : value.toString();
            (event.isElementIndexed(i) ? indexed : others).add(text);
        }
        indexed.addAll(others);
        return indexed;
    }
}
