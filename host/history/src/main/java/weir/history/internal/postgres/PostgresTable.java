package weir.history.internal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of pool events in a validator's database. Their names and columns differ between databases, so both are read from the
 * database's own catalogue ({@code information_schema}).
 *
 * @param name name of the table
 * @param event {@code swaps}, {@code mints}, {@code burns}, {@code collects} or {@code initializes}
 * @param types type of each column, as the catalogue names it
 */
record PostgresTable(String name, String event, Map<String, String> types) {

    /** Databases spell the prefix of Slipstream pools in two ways, and use another one for Uniswap pools. */
    private static final Pattern NAME =
            Pattern.compile("base_(poocl|poolcl|univ3)_(swaps|mints|burns|collects|initializes)(_v\\d+)?");

    private static final List<String> PREFIXES = List.of("poocl", "poolcl", "univ3");

    /** Log index at the end of an id that consists of the transaction's hash, a dash and the log index. */
    private static final String INDEX_IN_ID =
            "CASE WHEN id ~ '^(0x)?[0-9a-fA-F]+-[0-9]{1,9}$'" + " THEN split_part(id, '-', 2)::bigint END";

    /** Returns the event tables that the connection sees, those of Slipstream pools first. */
    static List<PostgresTable> all(Connection connection) throws SQLException {
        String sql = "SELECT table_name, column_name, data_type FROM information_schema.columns"
                + " WHERE table_schema = ANY (current_schemas(false)) AND table_name LIKE 'base\\_%'";
        Map<String, Map<String, String>> columns = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                columns.computeIfAbsent(rows.getString(1), name -> new HashMap<>())
                        .put(rows.getString(2), rows.getString(3));
            }
        }
        List<PostgresTable> tables = new ArrayList<>();
        columns.forEach((name, types) -> {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                tables.add(new PostgresTable(name, matcher.group(2), types));
            }
        });
        tables.sort(Comparator.comparingInt(PostgresTable::prefix));
        return tables;
    }

    private int prefix() {
        return PREFIXES.indexOf(name.split("_")[1]);
    }

    boolean has(String column) {
        return types.containsKey(column);
    }

    /** Returns an SQL expression for a column; a null of the type text if the table does not have it. */
    String optional(String column) {
        return has(column) ? column : "NULL::text";
    }

    /** Returns an SQL expression for the number of the block. */
    String block() {
        return isText("evt_block_number") ? "evt_block_number::bigint" : "evt_block_number";
    }

    /** Returns an SQL expression for the log index; its value is null if the row has none. */
    String logIndex() {
        if (has("evt_index")) {
            return isText("evt_index") ? "evt_index::bigint" : "evt_index";
        }
        return isText("id") ? INDEX_IN_ID : "NULL::bigint";
    }

    /** Returns whether the rows of the table may have a log index. */
    boolean hasLogIndex() {
        return has("evt_index") || isText("id");
    }

    private boolean isText(String column) {
        String type = types.getOrDefault(column, "");
        return type.equals("text") || type.startsWith("character");
    }

    /** Returns the condition for the rows of a pool; it has two parameters, see {@link #setPool}. */
    static String isPool() {
        return "evt_address IN (?, ?)";
    }

    /** Sets the parameters of {@link #isPool}: addresses are stored with or without 0x. */
    static void setPool(PreparedStatement statement, int first, String address) throws SQLException {
        statement.setString(first, address.substring(2));
        statement.setString(first + 1, address);
    }

    /** Returns whether the table has a row of a pool. */
    boolean contains(Connection connection, String address) throws SQLException {
        String sql = "SELECT EXISTS (SELECT 1 FROM " + name + " WHERE " + isPool() + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setPool(statement, 1, address);
            ResultSet rows = statement.executeQuery();
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
