package weir.market;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import weir.history.PoolEvent;
import weir.history.PoolKey;
import weir.history.SwapRow;
import weir.strategy.Market.InitializedTick;
import weir.vectors.Recorded;

/** The events of a recorded pool, and the state that its contract returned after each block. */
public final class RecordedEvents {

    private static final String INITIALIZE = "0x98636036cb66a9c19a37435efc1e90142190214e8abeb821bdba3f2990dd4c95";
    private static final String MINT = "0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde";
    private static final String BURN = "0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c";
    private static final String SWAP = "0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67";

    /** The state of the contract at the end of a block; the price is 0 before the pool is initialised. */
    public record State(long block, BigInteger sqrtPriceX96, int tick, BigInteger liquidity) {}

    private final JsonObject recording;

    /** @param kind {@code uniswap-v3} or {@code slipstream} */
    public RecordedEvents(String kind) {
        recording = Recorded.VECTORS.json("evm/recorded-" + kind + ".json.gz").getAsJsonObject();
    }

    public PoolKey pool() {
        return new PoolKey(
                recording.get("chainId").getAsLong(), recording.get("pool").getAsString());
    }

    public List<State> states() {
        List<State> states = new ArrayList<>();
        JsonArray recorded = recording.getAsJsonArray("states");
        for (int i = 0; i < recorded.size(); i++) {
            JsonObject block = recording.getAsJsonArray("blocks").get(i).getAsJsonObject();
            JsonObject state = recorded.get(i).getAsJsonObject();
            String slot0 = state.get("slot0()").getAsString();
            states.add(
                    slot0.equals("0x")
                            ? new State(quantity(block, "number"), BigInteger.ZERO, 0, BigInteger.ZERO)
                            : new State(
                                    quantity(block, "number"),
                                    word(slot0, 0),
                                    signed(slot0, 1),
                                    word(state.get("liquidity()").getAsString(), 0)));
        }
        return states;
    }

    /** Gross and net liquidity of each initialised tick after the last block. */
    public List<InitializedTick> ticksAtEnd() {
        Map<Integer, InitializedTick> ticks = new TreeMap<>();
        for (Map.Entry<String, JsonElement> entry :
                recording.getAsJsonObject("ticks_at_end").entrySet()) {
            String words = entry.getValue().getAsString();
            int tick = Integer.parseInt(entry.getKey());
            if (word(words, 0).signum() != 0) {
                ticks.put(tick, new InitializedTick(tick, signedWord(words, 1), word(words, 0)));
            }
        }
        return List.copyOf(ticks.values());
    }

    public int logCount() {
        return recording.getAsJsonArray("logs").size();
    }

    public List<SwapRow> swaps() {
        List<SwapRow> swaps = new ArrayList<>();
        for (JsonElement element : recording.getAsJsonArray("logs")) {
            JsonObject log = element.getAsJsonObject();
            String data = log.get("data").getAsString();
            if (topic(log, 0).equals(SWAP)) {
                swaps.add(new SwapRow(
                        quantity(log, "blockNumber"),
                        (int) quantity(log, "logIndex"),
                        word(data, 2),
                        signed(data, 4),
                        word(data, 3),
                        signedWord(data, 0),
                        signedWord(data, 1),
                        log.get("transactionHash").getAsString(),
                        quantity(log, "blockTimestamp")));
            }
        }
        return swaps;
    }

    /** The events that change the state, except swaps. */
    public List<PoolEvent> events() {
        List<PoolEvent> events = new ArrayList<>();
        for (JsonElement element : recording.getAsJsonArray("logs")) {
            JsonObject log = element.getAsJsonObject();
            String data = log.get("data").getAsString();
            PoolEvent.Place place = new PoolEvent.Place(
                    quantity(log, "blockNumber"),
                    (int) quantity(log, "logIndex"),
                    log.get("transactionHash").getAsString(),
                    quantity(log, "blockTimestamp"));
            switch (topic(log, 0)) {
                case INITIALIZE -> events.add(new PoolEvent.Initialize(place, word(data, 0), signed(data, 1)));
                case MINT ->
                    events.add(new PoolEvent.Mint(
                            place,
                            null,
                            signed(topic(log, 2), 0),
                            signed(topic(log, 3), 0),
                            word(data, 1),
                            word(data, 2),
                            word(data, 3)));
                case BURN ->
                    events.add(new PoolEvent.Burn(
                            place,
                            null,
                            signed(topic(log, 2), 0),
                            signed(topic(log, 3), 0),
                            word(data, 0),
                            word(data, 1),
                            word(data, 2)));
                default -> {} // Changes no liquidity and no price.
            }
        }
        return events;
    }

    private static String topic(JsonObject log, int index) {
        JsonArray topics = log.getAsJsonArray("topics");
        return topics.get(index).getAsString();
    }

    private static long quantity(JsonObject object, String name) {
        return Long.decode(object.get(name).getAsString());
    }

    private static BigInteger word(String hex, int index) {
        return new BigInteger(hex.substring(2 + 64 * index, 66 + 64 * index), 16);
    }

    private static BigInteger signedWord(String hex, int index) {
        BigInteger word = word(hex, index);
        return word.testBit(255) ? word.subtract(BigInteger.ONE.shiftLeft(256)) : word;
    }

    private static int signed(String hex, int index) {
        return signedWord(hex, index).intValueExact();
    }
}
