import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import weir.history.SwapBatch;

/** DuckDB and H2: the same table, wide integers as two BIGINT each, which favours them over NUMERIC. */
final class SqlEngine implements Engine {
    private final Connection connection;

    SqlEngine(String url, String hash) throws SQLException {
        connection = DriverManager.getConnection(url, new Properties());
        StringBuilder ddl = new StringBuilder("CREATE TABLE IF NOT EXISTS swaps(pool INT");
        for (int i = 0; i < Rows.COLUMNS; i++) {
            ddl.append(", c").append(i).append(i == 1 || i == 2 ? " INT" : " BIGINT");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(ddl + ", hash " + hash + ")");
            if (url.contains(":h2:")) {
                statement.execute("CREATE INDEX IF NOT EXISTS by_block ON swaps(pool, c0, c1)");
            }
        }
        connection.setAutoCommit(false);
    }

    @Override
    public void add(int pool, long first, long last, SwapBatch batch) throws Exception {
        if (connection.isWrapperFor(org.duckdb.DuckDBConnection.class)) {
            appendDuck(pool, batch);
            connection.commit();
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO swaps VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
            for (int row = 0; row < batch.size(); row++) {
                insert.setInt(1, pool);
                for (int i = 0; i < Rows.COLUMNS; i++) {
                    insert.setLong(i + 2, Rows.value(batch, i, row));
                }
                insert.setBytes(Rows.COLUMNS + 2, Rows.hash(batch, row));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        connection.commit();
    }

    private void appendDuck(int pool, SwapBatch batch) throws SQLException {
        var duck = connection.unwrap(org.duckdb.DuckDBConnection.class);
        try (var appender = duck.createAppender("main", "swaps")) {
            for (int row = 0; row < batch.size(); row++) {
                appender.beginRow();
                appender.append(pool);
                for (int i = 0; i < Rows.COLUMNS; i++) {
                    if (i == 1 || i == 2) {
                        appender.append((int) Rows.value(batch, i, row));
                    } else {
                        appender.append(Rows.value(batch, i, row));
                    }
                }
                appender.append(Rows.hash(batch, row));
                appender.endRow();
            }
        }
    }

    @Override
    public void finish() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
        connection.commit();
    }

    @Override
    public long scan(int pool) throws Exception {
        long[][] columns = new long[Rows.COLUMNS][8_192];
        long sum = 0;
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(8_192);
            try (ResultSet rows = statement.executeQuery(
                    "SELECT c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11 FROM swaps WHERE pool = " + pool + " ORDER BY c0, c1")) {
                int n = 0;
                while (rows.next()) {
                    for (int i = 0; i < Rows.COLUMNS; i++) {
                        columns[i][n] = rows.getLong(i + 1);
                        sum += columns[i][n];
                    }
                    n = (n + 1) % 8_192;
                }
            }
        }
        return sum;
    }
}
