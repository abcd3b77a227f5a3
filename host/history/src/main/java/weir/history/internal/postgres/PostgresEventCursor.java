package weir.history.internal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolEvent.Burn;
import weir.history.PoolEvent.Collect;
import weir.history.PoolEvent.Initialize;
import weir.history.PoolEvent.Mint;
import weir.history.PoolEvent.Place;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.EventCursor;

/** Scans the tables of mints, burns, collects and initializes together, in chain order. Skips rows that were ingested twice. */
final class PostgresEventCursor implements EventCursor {

    private final Connection connection;
    private final PostgresHistory database;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final PostgresValues values;
    private PoolEvent last;

    /** Creates a cursor that closes the connection when it is closed. */
    PostgresEventCursor(
            Connection connection,
            PostgresHistory database,
            List<PostgresTable> tables,
            PoolKey pool,
            BlockRange blocks)
            throws SQLException {
        this.connection = connection;
        this.database = database;
        String sql = tables.stream().map(PostgresEventCursor::select).collect(Collectors.joining(" UNION ALL "))
                + " ORDER BY 2, 3, 1";
        try {
            connection.setAutoCommit(false);
            statement = connection.prepareStatement(sql);
            statement.setFetchSize(SwapBatch.CAPACITY);
            for (int i = 0; i < tables.size(); i++) {
                PostgresTable.setPool(statement, 4 * i + 1, pool.address());
                statement.setLong(4 * i + 3, blocks.first());
                statement.setLong(4 * i + 4, blocks.last());
            }
            rows = statement.executeQuery();
            values = new PostgresValues(database, "of events", rows, 13);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static String select(PostgresTable table) {
        boolean isInitialize = table.event().equals("initializes");
        boolean isCollect = table.event().equals("collects");
        String amount = isCollect ? "'0'" : isInitialize ? "sqrt_price_x96::text" : "amount::text";
        return "SELECT '" + table.event() + "', " + table.block() + ", " + table.logIndex() + ", "
                + table.optional("evt_tx_hash") + "::text, " + time(table) + ", " + table.optional("owner") + "::text, "
                + (isInitialize ? "tick::text, tick::text, " : "tick_lower::text, tick_upper::text, ")
                + amount + " AS amount, "
                + (isInitialize ? "'0', '0', " : "amount0::text, amount1::text, ")
                + "'" + table.name() + "', " + table.optional("id") + "::text FROM " + table.name() + " WHERE "
                + PostgresTable.isPool() + " AND " + table.block() + " BETWEEN ? AND ?";
    }

    /** Times of several types can only be united as text; a time with a zone is given in seconds, because its text depends on the session. */
    private static String time(PostgresTable table) {
        return table.types().getOrDefault("evt_block_time", "").startsWith("timestamp with time zone")
                ? "extract(epoch FROM evt_block_time)::text"
                : table.optional("evt_block_time") + "::text";
    }

    @Override
    public List<PoolEvent> next() {
        List<PoolEvent> events = new ArrayList<>();
        try {
            while (events.size() < SwapBatch.CAPACITY && rows.next()) {
                PoolEvent event = readEvent();
                if (!event.equals(last)) {
                    events.add(event);
                }
                last = event;
            }
        } catch (SQLException e) {
            throw database.error(e, "Run it again when the database is available");
        }
        return events;
    }

    private PoolEvent readEvent() throws SQLException {
        int logIndex = values.logIndex(3);
        if (logIndex < 0) {
            throw values.invalid("the row has no log index", "Its id must end with a dash and the log index", null);
        }
        Place place = new Place(rows.getLong(2), logIndex, values.hash(4), values.time(5));
        int lower = values.smallInteger(7);
        int upper = values.smallInteger(8);
        return switch (rows.getString(1)) {
            case "mints" ->
                new Mint(
                        place,
                        values.address(6),
                        lower,
                        upper,
                        values.integer(9),
                        values.integer(10),
                        values.integer(11));
            case "burns" ->
                new Burn(
                        place,
                        values.address(6),
                        lower,
                        upper,
                        values.integer(9),
                        values.integer(10),
                        values.integer(11));
            case "collects" ->
                new Collect(place, values.address(6), lower, upper, values.integer(10), values.integer(11));
            default -> new Initialize(place, values.integer(9), lower);
        };
    }

    @Override
    public void close() {
        try (connection;
                statement) {
            rows.close();
        } catch (SQLException e) {
            // The connection failed before, and next() has reported that.
        }
    }
}
