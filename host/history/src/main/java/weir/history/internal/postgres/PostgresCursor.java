package weir.history.internal.postgres;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapCursor;
import weir.history.SwapRow;

/** Scans by a cursor on the server; the client keeps one batch of rows in memory. */
final class PostgresCursor implements SwapCursor {

    private static final String SQL =
            "SELECT evt_block_number, sqrt_price_x96, tick, liquidity, amount0, amount1, evt_tx_hash,"
                    + " floor(extract(epoch FROM evt_block_time))::bigint, id FROM " + PostgresHistory.TABLE
                    + " WHERE evt_address = ? AND evt_block_number BETWEEN ? AND ? ORDER BY evt_block_number, id";

    private static final Pattern HASH_PATTERN = Pattern.compile("0x[0-9a-f]{64}");

    private final Connection connection;
    private final PostgresHistory database;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private long block = -1;
    private int logIndex;

    /** Creates a cursor that closes the connection when it is closed. */
    PostgresCursor(Connection connection, PostgresHistory database, PoolKey pool, BlockRange blocks)
            throws SQLException {
        this.connection = connection;
        this.database = database;
        try {
            // With auto-commit, the driver would fetch all rows at once.
            connection.setAutoCommit(false);
            statement = connection.prepareStatement(SQL);
            statement.setFetchSize(SwapBatch.CAPACITY);
            statement.setString(1, pool.address().substring(2));
            statement.setLong(2, blocks.first());
            statement.setLong(3, blocks.last());
            rows = statement.executeQuery();
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public boolean next(SwapBatch batch) {
        batch.resize(0);
        try {
            while (batch.size() < SwapBatch.CAPACITY && rows.next()) {
                batch.add(readRow());
            }
        } catch (SQLException e) {
            String remedy = "Blocks after " + block + " were not read: run it again when the database is available";
            throw database.error(e, remedy);
        }
        return batch.size() > 0;
    }

    private SwapRow readRow() throws SQLException {
        long number = rows.getLong(1);
        logIndex = number == block ? logIndex + 1 : 0;
        block = number;
        long time = rows.getLong(8);
        long timestamp = rows.wasNull() ? SwapRow.UNKNOWN_TIME : time;
        return new SwapRow(
                number,
                logIndex,
                readInteger(2),
                rows.getInt(3),
                readInteger(4),
                readInteger(5),
                readInteger(6),
                readHash(),
                timestamp);
    }

    private String readHash() throws SQLException {
        String text = rows.getString(7);
        if (text == null) {
            return null;
        }
        String plain = text.toLowerCase(Locale.ROOT);
        String hash = plain.startsWith("0x") ? plain : "0x" + plain;
        if (!HASH_PATTERN.matcher(hash).matches()) {
            throw invalid(
                    "evt_tx_hash is " + text, "It must be 64 hex digits or null: correct or delete the row", null);
        }
        return hash;
    }

    private BigInteger readInteger(int index) throws SQLException {
        String text = rows.getString(index);
        try {
            return new BigInteger(text);
        } catch (NumberFormatException | NullPointerException e) {
            String column = rows.getMetaData().getColumnName(index);
            throw invalid(column + " is " + text, "It must be a whole number: correct or delete the row", e);
        }
    }

    private HistoryException invalid(String fault, String remedy, RuntimeException cause) throws SQLException {
        String place = database + " table " + PostgresHistory.TABLE + " id " + rows.getString(9);
        return new HistoryException(place, fault, remedy, cause);
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
