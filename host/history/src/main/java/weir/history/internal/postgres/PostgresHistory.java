package weir.history.internal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.Driver;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapCursor;
import weir.history.SwapHistory;

/**
 * Reads a validator's database. Its tables name no chain (it is Base) and no log index: the order of the ids within a block
 * replaces the index. Each call opens its own connection.
 */
public final class PostgresHistory implements SwapHistory {

    /** The validator spells its table this way. */
    static final String TABLE = "base_poocl_swaps_v2";

    private static final long BASE = 8453;

    private final PostgresAddress address;

    public PostgresHistory(PostgresAddress address) {
        this.address = address;
    }

    @Override
    public List<PoolInfo> pools() {
        return infos(null);
    }

    @Override
    public Optional<PoolInfo> pool(PoolKey pool) {
        return pool.chainId() == BASE
                ? infos(pool.address().substring(2)).stream().findFirst()
                : Optional.empty();
    }

    /** Summaries of one pool, or of all pools if the address is null. */
    private List<PoolInfo> infos(String evtAddress) {
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
                    PoolKey key = PoolKey.parse("0x" + rows.getString(1), BASE);
                    List<BlockRange> covered = List.of(new BlockRange(rows.getLong(3), rows.getLong(4)));
                    pools.add(new PoolInfo(key, rows.getLong(2), covered, 0, -1));
                }
            }
            return pools;
        } catch (SQLException e) {
            throw failed(e, "Check that the table " + TABLE + " exists and is readable");
        }
    }

    @Override
    public SwapCursor scan(PoolKey pool, BlockRange blocks) {
        if (pool.chainId() != BASE) {
            throw new HistoryException(
                    address.toString(),
                    "the database holds pools of Base, not of chain " + pool.chainId(),
                    "Name the pool 8453:0x…");
        }
        try {
            return new PostgresCursor(connect(), this, pool, blocks);
        } catch (SQLException e) {
            throw failed(e, "Check that the table " + TABLE + " exists and is readable");
        }
    }

    private Connection connect() {
        try {
            // Not DriverManager: it does not find drivers across bundles.
            return new Driver().connect(address.jdbcUrl(), address.properties());
        } catch (SQLException e) {
            throw failed(e, "Check host, port, database, user and password of DB_CONNECTION_STRING");
        }
    }

    HistoryException failed(SQLException e, String remedy) {
        String reason = String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
        return new HistoryException(address.toString(), "the database failed: " + reason, remedy, e);
    }

    /** The address without user and password. */
    @Override
    public String toString() {
        return address.toString();
    }

    @Override
    public void close() {
        // Nothing to close: a connection lives as long as a call or a cursor.
    }
}
