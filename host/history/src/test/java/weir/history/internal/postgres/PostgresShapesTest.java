package weir.history.internal.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weir.history.BlockRange;
import weir.history.EventVectors;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory;
import weir.history.SwapHistory.EventCursor;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.load.HistoryImport;
import weir.history.load.HistoryImport.Report;
import weir.vectors.Recorded;

/** Reads every shape of validators' tables, filled with recorded events in random order, from a real PostgreSQL. */
class PostgresShapesTest {

    private static final PoolKey POOL = new PoolKey(8453, "0x" + PostgresShape.ADDRESS);

    private static RealPostgres postgres;
    private static EventVectors recorded;

    @TempDir
    private Path folder;

    static Stream<PostgresShape> shapes() {
        List<PostgresShape> shapes = new ArrayList<>();
        String[][] times = {
            {"'%d'", "text"}, {"%d", "bigint"}, {"to_timestamp(%d)", "timestamptz"}, {"to_timestamp(%d)::text", "text"}
        };
        String[] prefixes = {"base_poocl_", "base_poolcl_", "base_univ3_"};
        for (String[] time : times) {
            for (boolean textId : new boolean[] {true, false}) {
                for (boolean hasIndex : new boolean[] {true, false}) {
                    String prefix = prefixes[shapes.size() % prefixes.length];
                    shapes.add(new PostgresShape(
                            time[0], time[1], textId, hasIndex, prefix, shapes.size() % 2 == 0 ? "" : "0x"));
                }
            }
        }
        return shapes.stream();
    }

    @BeforeAll
    static void start() throws Exception {
        recorded = EventVectors.read(Recorded.VECTORS.file("evm/decoded-slipstream.csv"));
        postgres = RealPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void createSchema() throws SQLException {
        execute("CREATE SCHEMA shape");
    }

    @AfterEach
    void dropSchema() throws SQLException {
        execute("DROP SCHEMA shape CASCADE");
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyShapeIsRead(PostgresShape shape) throws Exception {
        fill(shape, shape.table("swaps"), true);
        try (SwapHistory history = open()) {
            assertEquals(List.of(POOL), history.pools());
            List<SwapRow> swaps = swaps(history);
            assertEquals(recorded.swaps().size(), swaps.size());
            for (int i = 0; i < swaps.size(); i++) {
                assertEquals(expected(shape, i, swaps.get(i).logIndex()), swaps.get(i));
            }
            assertEquals(shape.knowsLogIndex() ? PostgresShape.events(recorded) : List.of(), events(history));
        }
    }

    /** Without a log index, the one that was read is the order within the block. */
    private static SwapRow expected(PostgresShape shape, int i, int readIndex) {
        SwapRow row = recorded.swaps().get(i);
        return new SwapRow(
                row.block(),
                shape.knowsLogIndex() ? row.logIndex() : readIndex,
                row.sqrtPriceX96(),
                row.tick(),
                row.liquidity(),
                row.amount0(),
                row.amount1(),
                row.txHash(),
                row.timestamp());
    }

    @Test
    void importStoresSwapsWithMintsBurnsAndCollects() throws Exception {
        fill(new PostgresShape("%d", "bigint", true, true, "base_poocl_", ""), "base_poocl_swaps_v2", true);
        SwapStore store = SwapStore.embedded(folder);
        try (SwapHistory source = open()) {
            HistoryImport run = new HistoryImport(store, progress -> {});
            Report report = run.fromHistory(source, "database", POOL, BlockRange.all());
            assertEquals(recorded.swaps().size(), report.added());
            assertEquals(PostgresShape.events(recorded).size(), report.events());
            assertEquals(
                    0,
                    run.fromHistory(source, "database", POOL, BlockRange.all()).events());
        }
        assertEquals(recorded.swaps(), swaps(store));
        assertEquals(PostgresShape.events(recorded), events(store));
    }

    @Test
    void swapsAndOtherEventsMayHaveDifferentPrefixes() throws Exception {
        fill(new PostgresShape("%d", "bigint", true, true, "base_univ3_", ""), "base_poocl_swaps_v2", true);
        execute("CREATE TABLE shape.base_poocl_mints_v2 AS SELECT * FROM shape.base_univ3_mints_v2 WHERE false");
        try (SwapHistory history = open()) {
            assertEquals(recorded.swaps(), swaps(history));
            assertEquals(PostgresShape.events(recorded), events(history));
        }
    }

    @Test
    void eventsAreNotReadIfOneOfTheirTablesLacksThePool() throws Exception {
        fill(new PostgresShape("%d", "bigint", true, true, "base_poocl_", ""), "base_poocl_swaps_v2", true);
        execute("DELETE FROM shape.base_poocl_burns_v2");
        try (SwapHistory history = open()) {
            assertEquals(List.of(), history.pool(POOL).orElseThrow().eventBlocks());
            assertEquals(List.of(), events(history));
        }
    }

    @Test
    void missingTableOrColumnIsNamed() throws Exception {
        try (SwapHistory history = open()) {
            HistoryException e = assertThrows(HistoryException.class, history::pools);
            assertTrue(
                    e.getMessage().contains("there is no table of swaps, such as base_poocl_swaps_v2"), e::getMessage);
            fill(new PostgresShape("%d", "bigint", true, true, "base_poocl_", ""), "base_poocl_swaps_v2", false);
            execute("ALTER TABLE shape.base_poocl_swaps_v2 DROP COLUMN liquidity");
            e = assertThrows(HistoryException.class, history::pools);
            assertTrue(e.getMessage().contains("there is no column liquidity"), e::getMessage);
        }
    }

    @Test
    void timeThatIsNoTimeNamesTheRow() throws Exception {
        fill(new PostgresShape("'soon'", "text", true, true, "base_poocl_", ""), "base_poocl_swaps_v2", false);
        try (SwapHistory history = open()) {
            HistoryException e = assertThrows(HistoryException.class, () -> swaps(history));
            assertTrue(e.getMessage().contains("evt_block_time is soon"), e::getMessage);
            assertTrue(e.getMessage().contains("table base_poocl_swaps_v2 id "), e::getMessage);
        }
    }

    private static void fill(PostgresShape shape, String swapTable, boolean withEvents) throws SQLException {
        execute(shape.commands(recorded, swapTable, withEvents).toArray(String[]::new));
    }

    private static SwapHistory open() {
        return SwapHistory.postgres(postgres.connectionString() + "?schema=shape");
    }

    private static void execute(String... commands) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    private static List<SwapRow> swaps(SwapHistory history) {
        List<SwapRow> read = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = history.scan(POOL, BlockRange.all())) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    read.add(batch.row(i));
                }
            }
        }
        return read;
    }

    private static List<PoolEvent> events(SwapHistory history) {
        List<PoolEvent> read = new ArrayList<>();
        try (EventCursor cursor = history.scanEvents(POOL, BlockRange.all())) {
            for (List<PoolEvent> batch = cursor.next(); !batch.isEmpty(); batch = cursor.next()) {
                read.addAll(batch);
            }
        }
        return read;
    }
}
