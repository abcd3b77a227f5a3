package weir.history.internal.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import weir.history.BlockRange;
import weir.history.GeneratedSwaps;
import weir.history.HistoryException;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.load.HistoryImport;
import weir.history.load.HistoryImport.Report;

/** Reads and imports the validator's tables from a real PostgreSQL, which also fails and restarts during an import. */
class PostgresHistoryTest {

    private static final PoolKey POOL = new PoolKey(8453, "0x" + "5e".repeat(20));
    private static final PoolKey OTHER = new PoolKey(8453, "0x" + "6f".repeat(20));
    private static final int ROWS = 60_000;
    private static final List<SwapRow> SWAPS = new ArrayList<>();

    private static RealPostgres postgres;

    @TempDir
    private Path folder;

    @BeforeAll
    static void fill() throws Exception {
        GeneratedSwaps swaps = new GeneratedSwaps(21);
        long block = -1;
        int index = 0;
        for (int i = 0; i < ROWS; i++) {
            SwapRow row = swaps.next();
            index = row.block() == block ? index + 1 : 0;
            block = row.block();
            SWAPS.add(new SwapRow(
                    block,
                    index,
                    row.sqrtPriceX96(),
                    row.tick(),
                    row.liquidity(),
                    row.amount0(),
                    row.amount1(),
                    i % 100 == 7 ? null : row.txHash(),
                    row.timestamp()));
        }
        postgres = RealPostgres.start();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE base_poocl_swaps_v2 (id bigserial PRIMARY KEY, evt_address varchar(255),"
                    + " evt_block_number bigint NOT NULL, evt_tx_hash varchar(255), evt_block_time timestamptz,"
                    + " sqrt_price_x96 numeric(78), tick int, amount0 numeric(78), amount1 numeric(78),"
                    + " liquidity numeric(78), sender varchar(255), recipient varchar(255))");
            connection.setAutoCommit(false);
            insert(connection, POOL, SWAPS);
            insert(connection, OTHER, SWAPS.subList(0, 10));
            connection.commit();
        }
    }

    private static void insert(Connection connection, PoolKey pool, List<SwapRow> swaps) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO base_poocl_swaps_v2"
                + " (evt_address, evt_block_number, evt_tx_hash, evt_block_time, sqrt_price_x96, tick, amount0, amount1,"
                + " liquidity) VALUES (?,?,?,?,?,?,?,?,?)")) {
            for (SwapRow row : swaps) {
                insert.setString(1, pool.address().substring(2));
                insert.setLong(2, row.block());
                insert.setString(3, row.txHash() == null ? null : row.txHash().substring(2));
                insert.setTimestamp(4, Timestamp.from(Instant.ofEpochSecond(row.timestamp())));
                insert.setBigDecimal(5, new BigDecimal(row.sqrtPriceX96()));
                insert.setInt(6, row.tick());
                insert.setBigDecimal(7, new BigDecimal(row.amount0()));
                insert.setBigDecimal(8, new BigDecimal(row.amount1()));
                insert.setBigDecimal(9, new BigDecimal(row.liquidity()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void readsPoolsAndRows() {
        try (SwapHistory history = SwapHistory.postgres(postgres.connectionString())) {
            assertEquals(List.of(POOL, OTHER), history.pools());
            PoolInfo info = history.pool(POOL).orElseThrow();
            assertEquals(ROWS, info.rows());
            assertEquals(SWAPS.get(0).block(), info.firstBlock());
            assertEquals(SWAPS, read(history, POOL, BlockRange.all()));
            BlockRange middle =
                    new BlockRange(SWAPS.get(9_000).block(), SWAPS.get(30_000).block());
            assertEquals(
                    SWAPS.stream().filter(row -> middle.contains(row.block())).toList(), read(history, POOL, middle));
        }
    }

    @Test
    void importReadsBackEqualAndIsIdempotent() throws Exception {
        SwapStore store = SwapStore.embedded(folder);
        Report first = importAll(store);
        assertEquals(ROWS, first.added());
        assertEquals(SWAPS, read(store, POOL, BlockRange.all()));
        Report second = importAll(store);
        assertEquals(0, second.added());
        assertEquals(ROWS, second.alreadyStored());
        assertEquals(ROWS, store.pool(POOL).orElseThrow().rows());
    }

    @Test
    void importResumesAfterTheDatabaseFailed() throws Exception {
        SwapStore store = SwapStore.embedded(folder);
        try (SwapHistory source = SwapHistory.postgres(postgres.connectionString())) {
            int[] reports = {0};
            HistoryImport interrupted = new HistoryImport(store, progress -> {
                if (++reports[0] == 2) {
                    postgres.dies();
                }
            });
            HistoryException e = assertThrows(
                    HistoryException.class,
                    () -> interrupted.fromHistory(source, source.toString(), POOL, BlockRange.all()));
            assertTrue(e.getMessage().contains("the database failed"), e::getMessage);
            assertTrue(e.getMessage().contains("run it again"), e::getMessage);
            assertFalse(e.getMessage().contains(RealPostgres.PASSWORD), "no password in messages");
            assertEquals(Optional.empty(), store.pool(POOL));
            HistoryException gone = assertThrows(HistoryException.class, source::pools);
            assertTrue(gone.getMessage().contains("Check host, port"), gone::getMessage);
        } finally {
            postgres.comesBack();
        }
        Report resumed = importAll(store);
        assertTrue(resumed.resumed() > 0, "what was set aside is used");
        assertEquals(ROWS, resumed.added());
        assertEquals(SWAPS, read(store, POOL, BlockRange.all()));
    }

    @Test
    void wrongPasswordPoolOrChainIsReported() {
        String wrong = postgres.connectionString().replace(RealPostgres.PASSWORD_ENCODED, "guessed");
        SwapHistory locked = SwapHistory.postgres(wrong);
        HistoryException rejection = assertThrows(HistoryException.class, locked::pools);
        assertTrue(rejection.getMessage().contains("password authentication failed"), rejection::getMessage);
        assertFalse(rejection.getMessage().contains("guessed"), rejection::getMessage);
        assertTrue(rejection.getCause() instanceof PSQLException);

        SwapHistory history = SwapHistory.postgres(postgres.connectionString());
        PoolKey elsewhere = new PoolKey(1, POOL.address());
        assertThrows(HistoryException.class, () -> history.scan(elsewhere, BlockRange.all()));
        PoolKey unknown = new PoolKey(8453, "0x" + "77".repeat(20));
        HistoryImport run = new HistoryImport(SwapStore.embedded(folder), progress -> {});
        HistoryException none = assertThrows(
                HistoryException.class, () -> run.fromHistory(history, "database", unknown, BlockRange.all()));
        assertTrue(none.getMessage().contains("no swap of pool " + unknown), none::getMessage);
    }

    @Test
    void socketSeveralHostsAndSchemaOfTheOptionsAreUsed() throws Exception {
        execute(
                "CREATE SCHEMA chain",
                "CREATE TABLE chain.base_poocl_swaps_v2 AS SELECT * FROM base_poocl_swaps_v2 LIMIT 9");
        String socket = postgres.socketConnectionString();
        try (SwapHistory history = SwapHistory.postgres(socket)) {
            assertEquals(SWAPS, read(history, POOL, BlockRange.all()));
        }
        for (String option : List.of("options=-csearch_path%3Dchain", "schema=chain")) {
            try (SwapHistory history = SwapHistory.postgres(socket + "&" + option)) {
                assertEquals(SWAPS.subList(0, 9), read(history, POOL, BlockRange.all()));
            }
        }
        String tcp = postgres.connectionString().replace("@", "@127.0.0.1:1,");
        try (SwapHistory history = SwapHistory.postgres(tcp + "?sslmode=disable")) {
            assertEquals(2, history.pools().size());
        }
        try (SwapHistory history = SwapHistory.postgres(socket.replaceFirst("port=\\d+", "port=1"))) {
            HistoryException e = assertThrows(HistoryException.class, history::pools);
            assertTrue(e.getMessage().contains(".s.PGSQL.1"), e::getMessage);
            assertFalse(e.getMessage().contains(RealPostgres.PASSWORD), e::getMessage);
        }
    }

    /** The subnet's own schema has a bigint; others have a timestamp without zone, numeric columns with scale, or milliseconds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "extract(epoch FROM evt_block_time)::bigint",
                "1000 * extract(epoch FROM evt_block_time)",
                "(1000000 * extract(epoch FROM evt_block_time))::bigint",
                "(evt_block_time AT TIME ZONE 'UTC')::timestamp",
                "evt_block_time"
            })
    void timesAndNumbersOfOtherSchemasAreRead(String time) throws Exception {
        execute(
                "CREATE SCHEMA other",
                "CREATE TABLE other.base_poocl_swaps_v2 AS SELECT id, evt_address, evt_block_number, evt_tx_hash, tick, "
                        + time + " AS evt_block_time, sqrt_price_x96::numeric(78,2), amount0::numeric(78,2),"
                        + " amount1::numeric(78,2), liquidity::numeric(78,2) FROM base_poocl_swaps_v2 ORDER BY id LIMIT 300");
        try (SwapHistory history = SwapHistory.postgres(postgres.connectionString() + "?schema=other")) {
            assertEquals(SWAPS.subList(0, 300), read(history, POOL, BlockRange.all()));
            execute("UPDATE other.base_poocl_swaps_v2 SET amount0 = 1.5 WHERE id = 100");
            HistoryException e = assertThrows(HistoryException.class, () -> read(history, POOL, BlockRange.all()));
            assertTrue(e.getMessage().contains("id 100: amount0 is 1.50"), e::getMessage);
        } finally {
            execute("DROP SCHEMA other CASCADE");
        }
    }

    @Test
    void timeOutsideThePossibleRangeIsRejected() throws Exception {
        execute(
                "CREATE SCHEMA other",
                "CREATE TABLE other.base_poocl_swaps_v2 AS SELECT id, evt_address, evt_block_number, evt_tx_hash, tick, 7"
                        + " AS evt_block_time, sqrt_price_x96, amount0, amount1, liquidity FROM base_poocl_swaps_v2 LIMIT 1");
        try (SwapHistory history = SwapHistory.postgres(postgres.connectionString() + "?schema=other")) {
            HistoryException e = assertThrows(HistoryException.class, () -> read(history, POOL, BlockRange.all()));
            assertTrue(e.getMessage().contains("evt_block_time is 7"), e::getMessage);
        } finally {
            execute("DROP SCHEMA other CASCADE");
        }
    }

    @Test
    void rowsThatWereIngestedTwiceAreReportedAndCountedOnce() throws Exception {
        execute(
                "CREATE SCHEMA other",
                "CREATE TABLE other.base_poocl_swaps_v2 AS SELECT * FROM base_poocl_swaps_v2 ORDER BY id LIMIT 300",
                "INSERT INTO other.base_poocl_swaps_v2 SELECT id + 1000000, evt_address, evt_block_number, evt_tx_hash,"
                        + " evt_block_time, sqrt_price_x96, tick, amount0, amount1, liquidity FROM base_poocl_swaps_v2"
                        + " ORDER BY id LIMIT 5 OFFSET 10");
        SwapStore store = SwapStore.embedded(folder);
        try (SwapHistory source = SwapHistory.postgres(postgres.connectionString() + "?schema=other")) {
            Report report = new HistoryImport(store, progress -> {})
                    .fromHistory(source, source.toString(), POOL, BlockRange.all());
            assertEquals(300, report.added());
            assertEquals(5, report.duplicates());
        } finally {
            execute("DROP SCHEMA other CASCADE");
        }
        assertEquals(SWAPS.subList(0, 300), read(store, POOL, BlockRange.all()));
    }

    private static void execute(String... commands) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    private Report importAll(SwapStore store) throws Exception {
        try (SwapHistory source = SwapHistory.postgres(postgres.connectionString())) {
            return new HistoryImport(store, progress -> {})
                    .fromHistory(source, source.toString(), POOL, BlockRange.all());
        }
    }

    private static List<SwapRow> read(SwapHistory history, PoolKey pool, BlockRange blocks) {
        List<SwapRow> read = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = history.scan(pool, blocks)) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    read.add(batch.row(i));
                }
            }
        }
        return read;
    }
}
