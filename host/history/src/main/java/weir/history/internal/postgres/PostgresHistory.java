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
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapCursor;
import weir.history.SwapHistory;

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
    public List<PoolInfo> pools() {
        return queryPools(null);
    }

    @Override
    public Optional<PoolInfo> pool(PoolKey pool) {
        return pool.chainId() == BASE_CHAIN_ID
                ? queryPools(pool.address().substring(2)).stream().findFirst()
                : Optional.empty();
    }

    /** Returns the summary of one pool, or of all pools if the address is null. */
    private List<PoolInfo> queryPools(String evtAddress) {
        String sql = "SELECT evt_address, count(*), min(evt_block_number), max(evt_block_number) FROM " + TABLE
                + (evtAddress == null ? "" : " WHERE evt_address = ?") + " GROUP BY evt_address ORDER BY evt_address";
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            if (evtAddress != null) {
                statement.setString(1, evtAddress);
            }
            List<PoolInfo> pools = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    PoolKey key = PoolKey.parse("0x" + rows.getString(1), BASE_CHAIN_ID);
                    List<BlockRange> covered = List.of(new BlockRange(rows.getLong(3), rows.getLong(4)));
                    pools.add(new PoolInfo(key, rows.getLong(2), covered, 0, -1));
                }
            }
            return pools;
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
