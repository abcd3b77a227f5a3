package weir.history.internal.postgres;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import weir.history.EventVectors;
import weir.history.PoolEvent;
import weir.history.PoolEvent.Burn;
import weir.history.PoolEvent.Collect;
import weir.history.PoolEvent.Initialize;
import weir.history.PoolEvent.Mint;
import weir.history.SwapRow;

/**
 * A shape of validators' tables, in the schema {@code shape}.
 *
 * @param time expression for the time; {@code %d} are Unix seconds
 * @param timeType its type
 * @param textId whether the id is hash, dash, log index; otherwise it is a number in the order of insertion
 * @param hasIndex whether there is a column evt_index
 * @param prefix start of the tables' names
 * @param addressPrefix start of the addresses
 */
record PostgresShape(
        String time, String timeType, boolean textId, boolean hasIndex, String prefix, String addressPrefix) {

    static final String ADDRESS = "5e".repeat(20);

    private static final String POSITION =
            "owner varchar(42), tick_lower int, tick_upper int, amount0 numeric(78), amount1 numeric(78)";

    boolean knowsLogIndex() {
        return textId || hasIndex;
    }

    /** Returns the name of a table. */
    String table(String event) {
        return prefix + event + "_v2";
    }

    /** Returns the events other than swaps that validators' databases contain. */
    static List<PoolEvent> events(EventVectors recorded) {
        return recorded.events().stream()
                .filter(e -> e instanceof Mint || e instanceof Burn || e instanceof Collect || e instanceof Initialize)
                .toList();
    }

    /** Returns the commands that create the tables and insert the rows in random order. */
    List<String> commands(EventVectors recorded, String swapTable, boolean withEvents) {
        List<String> inserts = new ArrayList<>();
        for (SwapRow row : recorded.swaps()) {
            String values = row.sqrtPriceX96() + "," + row.tick() + "," + row.amount0() + "," + row.amount1() + ","
                    + row.liquidity();
            inserts.add(insert(swapTable, row.block(), row.logIndex(), row.txHash(), row.timestamp(), values));
        }
        List<String> commands = new ArrayList<>();
        commands.add(
                create(
                        swapTable,
                        "sqrt_price_x96 numeric(78), tick int, amount0 numeric(78), amount1 numeric(78), liquidity numeric(78)"));
        if (withEvents) {
            commands.add(create(table("mints"), POSITION + ", amount numeric(78)"));
            commands.add(create(table("burns"), POSITION + ", amount numeric(78)"));
            commands.add(create(table("collects"), POSITION));
            commands.add(create(table("initializes"), "sqrt_price_x96 numeric(78), tick int"));
            events(recorded).forEach(event -> inserts.add(insert(event)));
        }
        Collections.shuffle(inserts, new Random(7));
        commands.addAll(inserts);
        return commands;
    }

    private String create(String table, String columns) {
        return "CREATE TABLE shape." + table + " (id " + (textId ? "varchar(255)" : "bigserial")
                + " PRIMARY KEY, evt_address varchar(42), evt_block_number bigint, evt_tx_hash varchar(66), evt_block_time "
                + timeType + (hasIndex ? ", evt_index int, " : ", ") + columns + ")";
    }

    private String insert(PoolEvent event) {
        if (event instanceof Initialize e) {
            return insert(event, "initializes", e.sqrtPriceX96() + "," + e.tick());
        }
        if (event instanceof Mint e) {
            String position = position(e.owner(), e.tickLower(), e.tickUpper());
            return insert(event, "mints", position + e.amount0() + "," + e.amount1() + "," + e.liquidity());
        }
        if (event instanceof Burn e) {
            String position = position(e.owner(), e.tickLower(), e.tickUpper());
            return insert(event, "burns", position + e.amount0() + "," + e.amount1() + "," + e.liquidity());
        }
        Collect e = (Collect) event;
        String position = position(e.owner(), e.tickLower(), e.tickUpper());
        return insert(event, "collects", position + e.amount0() + "," + e.amount1());
    }

    private String insert(PoolEvent event, String table, String values) {
        PoolEvent.Place place = event.place();
        return insert(table(table), place.block(), place.logIndex(), place.txHash(), place.timestamp(), values);
    }

    private static String position(String owner, int lower, int upper) {
        return "'" + owner.substring(2) + "'," + lower + "," + upper + ",";
    }

    private String insert(String table, long block, int logIndex, String hash, long seconds, String values) {
        String id = textId ? "'" + hash.substring(2) + "-" + logIndex + "'" : "DEFAULT";
        String index = hasIndex ? logIndex + "," : "";
        return "INSERT INTO shape." + table + " VALUES (" + id + ",'" + addressPrefix + ADDRESS + "'," + block + ",'"
                + hash.substring(2) + "'," + time.formatted(seconds) + "," + index + values + ")";
    }
}
