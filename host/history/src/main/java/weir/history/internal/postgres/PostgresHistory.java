package weir.history.internal.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.postgresql.Driver;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapHistory;

/**
 * Reads the events of a validator's database. Its tables do not contain the chain, which is Base. Each call opens a connection.
 *
 * <p>Mints, burns and collects are read if all three tables contain the pool and have log indexes, because otherwise their place between
 * the swaps of a block is unknown.
 */
public final class PostgresHistory implements SwapHistory {

    private static final long BASE_CHAIN_ID = 8453;
    private static final List<String> SWAP_COLUMNS =
            List.of("evt_address", "evt_block_number", "sqrt_price_x96", "tick", "liquidity", "amount0", "amount1");

    private final PostgresAddress address;

    public PostgresHistory(PostgresAddress address) {
        this.address = address;
    }

    @Override
    public List<PoolKey> pools() {
        return query(connection -> {
            TreeSet<PoolKey> pools = new TreeSet<>();
            for (PostgresTable table : swapTables(connection)) {
                String sql = "SELECT DISTINCT evt_address FROM " + table.name()
                        + " WHERE evt_address ~ '^(0x)?[0-9a-f]{40}$'";
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    ResultSet rows = statement.executeQuery();
                    while (rows.next()) {
                        pools.add(new PoolKey(
                                BASE_CHAIN_ID, "0x" + rows.getString(1).replaceFirst("^0x", "")));
                    }
                }
            }
            return List.copyOf(pools);
        });
    }

    @Override
    public Optional<PoolInfo> pool(PoolKey pool) {
        if (pool.chainId() != BASE_CHAIN_ID) {
            return Optional.empty();
        }
        return query(connection -> {
            Optional<PostgresTable> table = swapTable(connection, pool);
            if (table.isEmpty()) {
                return Optional.empty();
            }
            long[] swaps = summary(connection, table.get(), pool);
            List<BlockRange> blocks = List.of(new BlockRange(swaps[1], swaps[2]));
            long events = 0;
            List<PostgresTable> eventTables = eventTables(connection, pool);
            for (PostgresTable eventTable : eventTables) {
                events += summary(connection, eventTable, pool)[0];
            }
            return Optional.of(
                    new PoolInfo(pool, swaps[0], blocks, 0, -1, events, eventTables.isEmpty() ? List.of() : blocks));
        });
    }

    /** Returns the number of rows of a pool, and its first and last block. */
    private static long[] summary(Connection connection, PostgresTable table, PoolKey pool) throws SQLException {
        String block = table.block();
        String sql = "SELECT count(*), min(" + block + "), max(" + block + ") FROM " + table.name() + " WHERE "
                + PostgresTable.isPool();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            PostgresTable.setPool(statement, 1, pool.address());
            ResultSet rows = statement.executeQuery();
            rows.next();
            return new long[] {rows.getLong(1), rows.getLong(2), rows.getLong(3)};
        }
    }

    @Override
    public SwapCursor scan(PoolKey pool, BlockRange blocks) {
        requireBase(pool);
        Connection connection = connect();
        try {
            PostgresTable table = swapTable(connection, pool)
                    .orElseThrow(() -> new HistoryException(
                            address.toString(), "no swap of pool " + pool, "Check the address of the pool"));
            return new PostgresCursor(connection, this, table, pool, blocks);
        } catch (SQLException | RuntimeException e) {
            throw closed(connection, e);
        }
    }

    @Override
    public EventCursor scanEvents(PoolKey pool, BlockRange blocks) {
        requireBase(pool);
        Connection connection = connect();
        try {
            List<PostgresTable> tables = eventTables(connection, pool);
            if (tables.isEmpty()) {
                connection.close();
                return new NoEvents();
            }
            return new PostgresEventCursor(connection, this, tables, pool, blocks);
        } catch (SQLException | RuntimeException e) {
            throw closed(connection, e);
        }
    }

    private RuntimeException closed(Connection connection, Exception e) {
        try (connection) {
            return e instanceof SQLException sql
                    ? error(sql, "Check that its tables are readable")
                    : (RuntimeException) e;
        } catch (SQLException closing) {
            return error(closing, "Run it again when the database is available");
        }
    }

    private record NoEvents() implements EventCursor {

        @Override
        public List<PoolEvent> next() {
            return List.of();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private void requireBase(PoolKey pool) {
        if (pool.chainId() != BASE_CHAIN_ID) {
            throw new HistoryException(
                    address.toString(),
                    "the database contains pools of Base, not of chain " + pool.chainId(),
                    "Give a pool of Base, 8453:0x…");
        }
    }

    /** Returns the tables of swaps; the columns that they need are there. */
    private List<PostgresTable> swapTables(Connection connection) throws SQLException {
        List<PostgresTable> tables = new ArrayList<>(PostgresTable.all(connection));
        tables.removeIf(table -> !table.event().equals("swaps"));
        if (tables.isEmpty()) {
            throw new HistoryException(
                    address.toString(),
                    "there is no table of swaps, such as base_poocl_swaps_v2 or base_univ3_swaps_v2",
                    "Check the database, its schema (option schema=…) and the rights of the user");
        }
        for (PostgresTable table : tables) {
            for (String column : SWAP_COLUMNS) {
                if (!table.has(column)) {
                    throw new HistoryException(
                            address + " table " + table.name(),
                            "there is no column " + column,
                            "Give a database with the columns " + String.join(", ", SWAP_COLUMNS));
                }
            }
        }
        return tables;
    }

    /** Returns the table with the swaps of a pool. */
    private Optional<PostgresTable> swapTable(Connection connection, PoolKey pool) throws SQLException {
        for (PostgresTable table : swapTables(connection)) {
            if (table.contains(connection, pool.address())) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    /** Returns the tables with mints, burns and collects of a pool, and initializes if there is one; none if one of the three is missing. */
    private static List<PostgresTable> eventTables(Connection connection, PoolKey pool) throws SQLException {
        List<PostgresTable> tables = new ArrayList<>();
        List<PostgresTable> all = PostgresTable.all(connection);
        for (String event : List.of("mints", "burns", "collects", "initializes")) {
            PostgresTable found = null;
            for (PostgresTable table : all) {
                boolean isCandidate = found == null && table.event().equals(event) && table.hasLogIndex();
                found = isCandidate && table.contains(connection, pool.address()) ? table : found;
            }
            if (found != null) {
                tables.add(found);
            } else if (!event.equals("initializes")) {
                return List.of();
            }
        }
        return tables;
    }

    private interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T query(Query<T> query) {
        try (Connection connection = connect()) {
            return query.run(connection);
        } catch (SQLException e) {
            throw error(e, "Check that its tables are readable");
        }
    }

    private Connection connect() {
        try {
            // DriverManager does not find drivers in other bundles.
            return new Driver().connect(address.jdbcUrl(), address.properties());
        } catch (SQLException e) {
            throw error(e, "Check host, port, database, user and password of DB_CONNECTION_STRING");
        }
    }

    HistoryException error(SQLException e, String remedy) {
        String reason = String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
        String detail = e.getCause() instanceof IOException cause ? ": " + WeirException.describe(cause) : "";
        return new HistoryException(address.toString(), "the database failed: " + reason + detail, remedy, e);
    }

    /** Returns the address without user and password. */
    @Override
    public String toString() {
        return address.toString();
    }

    @Override
    public void close() {
        // Each call and each cursor closes its connection.
    }
}
