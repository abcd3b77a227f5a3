package weir.history.internal.postgres;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.internal.check.Decimals;
import weir.history.internal.check.UnixTime;

/** Scans by a cursor on the server; the client keeps one batch of rows in memory. Skips and counts rows that were ingested twice. */
final class PostgresCursor implements SwapCursor {

    private static final String SQL = "SELECT evt_block_number, sqrt_price_x96, tick, liquidity, amount0, amount1,"
            + " evt_tx_hash, evt_block_time, id FROM " + PostgresHistory.TABLE
            + " WHERE evt_address = ? AND evt_block_number BETWEEN ? AND ? ORDER BY evt_block_number, id";

    private final Connection connection;
    private final PostgresHistory database;
    private final PreparedStatement statement;
    private final ResultSet rows;
    /** The rows of the current block, without log index and time. */
    private final Set<SwapRow> swapsOfBlock = new HashSet<>();

    private long block = -1;
    private long duplicates;

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
                SwapRow row = readRow();
                if (swapsOfBlock.add(row)) {
                    batch.add(withLogIndexAndTime(row));
                } else {
                    duplicates++;
                }
            }
        } catch (SQLException e) {
            String remedy = "Blocks after " + block + " were not read: run it again when the database is available";
            throw database.error(e, remedy);
        }
        return batch.size() > 0;
    }

    @Override
    public long duplicates() {
        return duplicates;
    }

    /** Reads a row without its time, and with log index 0. */
    private SwapRow readRow() throws SQLException {
        long number = rows.getLong(1);
        if (number != block) {
            swapsOfBlock.clear();
            block = number;
        } else if (swapsOfBlock.size() == SwapBatch.CAPACITY) {
            throw invalid(
                    "there are more than " + SwapBatch.CAPACITY + " swaps in block " + block,
                    "No block has so many: correct evt_block_number",
                    null);
        }
        return new SwapRow(
                number,
                0,
                readInteger(2),
                rows.getInt(3),
                readInteger(4),
                readInteger(5),
                readInteger(6),
                readHash(),
                SwapRow.UNKNOWN_TIME);
    }

    private SwapRow withLogIndexAndTime(SwapRow row) throws SQLException {
        return new SwapRow(
                row.block(),
                swapsOfBlock.size() - 1,
                row.sqrtPriceX96(),
                row.tick(),
                row.liquidity(),
                row.amount0(),
                row.amount1(),
                row.txHash(),
                readTime());
    }

    /** Reads the time in each type that occurs: {@code timestamptz}, {@code timestamp} in UTC, or a number. */
    private long readTime() throws SQLException {
        String text = rows.getString(8);
        if (text == null) {
            return SwapRow.UNKNOWN_TIME;
        }
        String type = rows.getMetaData().getColumnTypeName(8);
        try {
            return switch (type) {
                case "timestamptz" -> rows.getObject(8, OffsetDateTime.class).toEpochSecond();
                case "timestamp" -> rows.getObject(8, LocalDateTime.class).toEpochSecond(ZoneOffset.UTC);
                default -> UnixTime.parse(text).orElseThrow(NumberFormatException::new);
            };
        } catch (NumberFormatException e) {
            String remedy = "It must be a timestamp, or a Unix time from 2015 to 2099: correct or delete the row";
            throw invalid("evt_block_time is " + text, remedy, e);
        }
    }

    private String readHash() throws SQLException {
        String text = rows.getString(7);
        if (text == null) {
            return null;
        }
        String digits = text.toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
        if (!digits.matches("[0-9a-f]{1,64}")) {
            throw invalid(
                    "evt_tx_hash is " + text, "It must be 64 hex digits or null: correct or delete the row", null);
        }
        // Tools that print the hash as a number omit its leading zeros.
        return "0x" + "0".repeat(64 - digits.length()) + digits;
    }

    private BigInteger readInteger(int index) throws SQLException {
        String text = rows.getString(index);
        try {
            // A column numeric(78,2) writes 5 as 5.00.
            return Decimals.parse(text).toBigIntegerExact();
        } catch (ArithmeticException | NumberFormatException | NullPointerException e) {
            String column = rows.getMetaData().getColumnName(index);
            throw invalid(column + " is " + text, "It must be a whole number: correct or delete the row", e);
        }
    }

    private HistoryException invalid(String problem, String remedy, RuntimeException cause) throws SQLException {
        String place = database + " table " + PostgresHistory.TABLE + " id " + rows.getString(9);
        return new HistoryException(place, problem, remedy, cause);
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
