package weir.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.strategy.Market.InitializedTick;
import weir.uniswap.v3.TickMath;
import weir.vectors.Recorded;

/** State rebuilt from the events of recorded contracts, compared with what the contracts themselves returned. */
class RecordedPoolStateTest {

    private static final String INITIALIZE = "0x98636036cb66a9c19a37435efc1e90142190214e8abeb821bdba3f2990dd4c95";
    private static final String MINT = "0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde";
    private static final String BURN = "0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c";
    private static final String SWAP = "0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67";

    @ParameterizedTest
    @ValueSource(strings = {"uniswap-v3", "slipstream"})
    void stateEqualsThatOfTheContractAtEveryBlock(String kind) {
        JsonObject recording =
                Recorded.VECTORS.json("evm/recorded-" + kind + ".json.gz").getAsJsonObject();
        JsonArray blocks = recording.getAsJsonArray("blocks");
        JsonArray states = recording.getAsJsonArray("states");
        JsonArray logs = recording.getAsJsonArray("logs");
        assertEquals(blocks.size(), states.size());
        PoolReplay replay = new PoolReplay();
        int next = 0;
        int statesWithPrice = 0;
        for (int i = 0; i < blocks.size(); i++) {
            long block = quantity(blocks.get(i).getAsJsonObject().get("number"));
            while (next < logs.size() && quantity(log(logs, next).get("blockNumber")) == block) {
                apply(log(logs, next++), replay);
            }
            JsonObject state = states.get(i).getAsJsonObject();
            String slot0 = state.get("slot0()").getAsString();
            if (slot0.equals("0x") || word(slot0, 0).signum() == 0) {
                assertFalse(replay.isInitialized(), "block " + block);
            } else {
                statesWithPrice++;
                assertEquals(word(slot0, 0), replay.sqrtPriceX96(), "price at block " + block);
                assertEquals(signedWord(slot0, 1).intValueExact(), replay.tick(), "tick at block " + block);
                assertEquals(
                        word(state.get("liquidity()").getAsString(), 0),
                        replay.liquidity(),
                        "liquidity at block " + block);
            }
        }
        assertEquals(logs.size(), next, "every event belongs to a block");
        assertTrue(statesWithPrice > 80, () -> "only a few states have a price");
        assertEquals(
                ticks(recording.getAsJsonObject("ticks_at_end")),
                ticks(replay),
                "gross and net liquidity of every initialised tick");
        System.out.println(kind + ": " + logs.size() + " events, " + blocks.size() + " states equal");
    }

    private static Map<Integer, InitializedTick> ticks(JsonObject recorded) {
        Map<Integer, InitializedTick> ticks = new TreeMap<>();
        for (Map.Entry<String, JsonElement> entry : recorded.entrySet()) {
            String words = entry.getValue().getAsString();
            int tick = Integer.parseInt(entry.getKey());
            if (word(words, 0).signum() != 0) {
                ticks.put(tick, new InitializedTick(tick, signedWord(words, 1), word(words, 0)));
            }
        }
        return ticks;
    }

    private static Map<Integer, InitializedTick> ticks(PoolReplay replay) {
        Map<Integer, InitializedTick> ticks = new TreeMap<>();
        replay.ticks(TickMath.MIN_TICK, TickMath.MAX_TICK).forEach(tick -> ticks.put(tick.tick(), tick));
        return ticks;
    }

    private static void apply(JsonObject log, PoolReplay replay) {
        JsonArray topics = log.getAsJsonArray("topics");
        String data = log.get("data").getAsString();
        switch (topics.get(0).getAsString()) {
            case INITIALIZE ->
                replay.initialize(word(data, 0), signedWord(data, 1).intValueExact());
            case MINT -> replay.mint(tick(topics, 2), tick(topics, 3), word(data, 1));
            case BURN -> replay.burn(tick(topics, 2), tick(topics, 3), word(data, 0));
            case SWAP -> replay.swap(word(data, 2), signedWord(data, 4).intValueExact(), word(data, 3));
            default -> {} // Does not change the state.
        }
    }

    private static JsonObject log(JsonArray logs, int index) {
        return logs.get(index).getAsJsonObject();
    }

    private static int tick(JsonArray topics, int index) {
        return signedWord(topics.get(index).getAsString(), 0).intValueExact();
    }

    private static long quantity(JsonElement hex) {
        return Long.decode(hex.getAsString());
    }

    private static BigInteger word(String hex, int index) {
        return new BigInteger(hex.substring(2 + 64 * index, 66 + 64 * index), 16);
    }

    private static BigInteger signedWord(String hex, int index) {
        BigInteger word = word(hex, index);
        return word.testBit(255) ? word.subtract(BigInteger.ONE.shiftLeft(256)) : word;
    }
}
