package weir.evm.internal.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs of real contracts, whose decoded values two other libraries agree on. */
class RecordedLogsTest {

    /** The words of each event by their column in the decoded file. */
    private static final Map<EventType, List<String>> COLUMNS = Map.of(
            EventType.INITIALIZE, List.of("sqrtPriceX96", "tick"),
            EventType.MINT, List.of("owner", "tickLower", "tickUpper", "sender", "amount", "amount0", "amount1"),
            EventType.COLLECT, List.of("owner", "tickLower", "tickUpper", "recipient", "amount0", "amount1"),
            EventType.BURN, List.of("owner", "tickLower", "tickUpper", "amount", "amount0", "amount1"),
            EventType.SWAP, List.of("sender", "recipient", "amount0", "amount1", "sqrtPriceX96", "liquidity", "tick"),
            EventType.FLASH, List.of("sender", "recipient", "amount0", "amount1", "paid0", "paid1"),
            EventType.INCREASE_OBSERVATION_CARDINALITY_NEXT,
                    List.of("observationCardinalityNextOld", "observationCardinalityNextNew"),
            EventType.SET_FEE_PROTOCOL,
                    List.of("feeProtocol0Old", "feeProtocol1Old", "feeProtocol0New", "feeProtocol1New"),
            EventType.COLLECT_PROTOCOL, List.of("sender", "recipient", "amount0", "amount1"),
            EventType.COLLECT_FEES, List.of("recipient", "amount0", "amount1"));

    @ParameterizedTest
    @ValueSource(strings = {"slipstream", "uniswap-v3"})
    void everyValueIsDecodedAsRecorded(String name) throws IOException {
        RecordedPool pool = RecordedPool.load(name);
        PoolLogs logs = read(pool);
        List<Map<String, String>> expected = pool.csv("decoded");
        assertEquals(expected.size(), logs.size());
        for (int log = 0; log < logs.size(); log++) {
            assertEquals(withoutEmptyValues(expected.get(log)), decoded(logs, log), "row " + log);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"slipstream", "uniswap-v3"})
    void everyValueIsDecodedAsBySecondDecoder(String name) throws IOException {
        RecordedPool pool = RecordedPool.load(name);
        PoolLogs logs = read(pool);
        for (int log = 0; log < logs.size(); log++) {
            JsonObject raw = pool.logs().get(log).getAsJsonObject();
            List<String> expected = SecondDecoder.decode(raw);
            Map<String, String> actual = decoded(logs, log);
            List<String> values =
                    COLUMNS.get(logs.type(log)).stream().map(actual::get).toList();
            assertEquals(expected, values, raw::toString);
        }
    }

    private static PoolLogs read(RecordedPool pool) throws IOException {
        JsonElement logs = pool.logs();
        return new LogReader(pool.key())
                .reader("node.example", pool.blocks())
                .read(new JsonReader(new StringReader(logs.toString())));
    }

    private static Map<String, String> withoutEmptyValues(Map<String, String> row) {
        Map<String, String> filled = new TreeMap<>(row);
        filled.values().removeIf(String::isEmpty);
        return filled;
    }

    private static Map<String, String> decoded(PoolLogs logs, int log) {
        EventType type = logs.type(log);
        Map<String, String> row = new TreeMap<>();
        row.put("block_number", String.valueOf(logs.block(log)));
        row.put("log_index", String.valueOf(logs.logIndex(log)));
        row.put("timestamp", String.valueOf(logs.timestamp(log)));
        row.put("tx_hash", logs.txHash(log));
        row.put("event", SecondDecoder.name(type));
        List<String> columns = COLUMNS.get(type);
        for (int word = 0; word < columns.size(); word++) {
            boolean isAddress = type.words().get(word) == WordType.ADDRESS;
            row.put(
                    columns.get(word),
                    isAddress ? logs.address(log, word) : logs.number(log, word).toString());
        }
        return row;
    }
}
