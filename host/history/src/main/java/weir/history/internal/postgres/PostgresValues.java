package weir.history.internal.postgres;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import weir.history.HistoryException;
import weir.history.SwapRow;
import weir.history.internal.check.Decimals;
import weir.history.internal.check.UnixTime;

/**
 * Reads the values of the current row of a result, in each type that occurs in validators' databases. Errors name the table and the id of
 * the row. Not thread-safe.
 */
final class PostgresValues {

    private final PostgresHistory database;
    private final String table;
    private final ResultSet rows;
    private final int idColumn;

    /** @param idColumn number of the column that identifies a row in messages */
    PostgresValues(PostgresHistory database, String table, ResultSet rows, int idColumn) {
        this.database = database;
        this.table = table;
        this.rows = rows;
        this.idColumn = idColumn;
    }

    /** Reads a time: {@code timestamptz}, {@code timestamp} in UTC, a number, or a text with one of them. */
    long time(int column) throws SQLException {
        String text = rows.getString(column);
        if (text == null) {
            return SwapRow.UNKNOWN_TIME;
        }
        try {
            return switch (rows.getMetaData().getColumnTypeName(column)) {
                case "timestamptz" ->
                    rows.getObject(column, OffsetDateTime.class).toEpochSecond();
                case "timestamp" -> rows.getObject(column, LocalDateTime.class).toEpochSecond(ZoneOffset.UTC);
                default -> UnixTime.parse(text).orElseThrow(NumberFormatException::new);
            };
        } catch (NumberFormatException e) {
            String remedy = "It must be a timestamp, or a Unix time from 2015 to 2099: correct or delete the row";
            throw invalid("evt_block_time is " + text, remedy, e);
        }
    }

    /** Reads a transaction hash; null if it is unknown. */
    String hash(int column) throws SQLException {
        String text = rows.getString(column);
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

    /** Reads an address; null if it is unknown or not an address. */
    String address(int column) throws SQLException {
        String text = rows.getString(column);
        String digits = text == null ? "" : text.toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
        return digits.matches("[0-9a-f]{40}") ? "0x" + digits : null;
    }

    /** Reads a whole number. */
    BigInteger integer(int column) throws SQLException {
        String text = rows.getString(column);
        try {
            // A column numeric(78,2) writes 5 as 5.00.
            return Decimals.parse(text).toBigIntegerExact();
        } catch (ArithmeticException | NumberFormatException | NullPointerException e) {
            String name = rows.getMetaData().getColumnName(column);
            throw invalid(name + " is " + text, "It must be a whole number: correct or delete the row", e);
        }
    }

    /** Reads a whole number that fits into 32 bits. */
    int smallInteger(int column) throws SQLException {
        BigInteger value = integer(column);
        if (value.bitLength() > 31) {
            String name = rows.getMetaData().getColumnName(column);
            throw invalid(name + " is " + value, "It must be below 2147483648: correct or delete the row", null);
        }
        return value.intValue();
    }

    /** Reads the log index; -1 if the row has none. */
    int logIndex(int column) throws SQLException {
        return rows.getString(column) == null ? -1 : smallInteger(column);
    }

    HistoryException invalid(String problem, String remedy, RuntimeException cause) throws SQLException {
        String place = database + " table " + table + " id " + rows.getString(idColumn);
        return new HistoryException(place, problem, remedy, cause);
    }
}
