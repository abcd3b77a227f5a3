package weir.history.internal.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.Driver;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.SwapHistory.SwapCursor;

/**
 * Reads swaps from a validator's database. Its tables contain neither the chain, which is Base, nor log indexes; the order of the ids
 * within a block replaces those. Each call opens a connection.
 */
public final class PostgresHistory implements SwapHistory {

    /** This is how validators spell it. */
    static final String TABLE = "base_poocl_swaps_v2";

    private static final long BASE_CHAIN_ID = 8453;

    private final PostgresAddress address;

    public PostgresHistory(PostgresAddress address) {
        this.address = address;
    }

    @Override
    public List<PoolKey> pools() {
        String sql = "SELECT DISTINCT evt_address FROM " + TABLE + " WHERE evt_address ~ '^[0-9a-f]{40}$' ORDER BY 1";
        return query(sql, statement -> {
            List<PoolKey> pools = new ArrayList<>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                pools.add(new PoolKey(BASE_CHAIN_ID, "0x" + rows.getString(1)));
            }
            return pools;
        });
    }

    @Override
    public Optional<PoolInfo> pool(PoolKey pool) {
        if (pool.chainId() != BASE_CHAIN_ID) {
            return Optional.empty();
        }
        String sql = "SELECT count(*), min(evt_block_number), max(evt_block_number) FROM " + TABLE
                + " WHERE evt_address = ?";
        return query(sql, statement -> {
            statement.setString(1, pool.address().substring(2));
            ResultSet rows = statement.executeQuery();
            rows.next();
            return rows.getLong(1) == 0
                    ? Optional.empty()
                    : Optional.of(new PoolInfo(
                            pool, rows.getLong(1), List.of(new BlockRange(rows.getLong(2), rows.getLong(3))), 0, -1));
        });
    }

    private interface Query<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    private <T> T query(String sql, Query<T> query) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return query.run(statement);
        } catch (SQLException e) {
            throw error(e, "Check that the table " + TABLE + " exists and is readable");
        }
    }

    @Override
    public SwapCursor scan(PoolKey pool, BlockRange blocks) {
        if (pool.chainId() != BASE_CHAIN_ID) {
            throw new HistoryException(
                    address.toString(),
                    "the database contains pools of Base, not of chain " + pool.chainId(),
                    "Give a pool of Base, 8453:0x…");
        }
        try {
            return new PostgresCursor(connect(), this, pool, blocks);
        } catch (SQLException e) {
            throw error(e, "Check that the table " + TABLE + " exists and is readable");
        }
    }

    @Override
    public EventCursor scanEvents(PoolKey pool, BlockRange blocks) {
        return new EventCursor() {
            @Override
            public List<PoolEvent> next() {
                return List.of();
            }

            @Override
            public void close() {}
        };
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
