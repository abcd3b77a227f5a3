package weir.history.internal.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import weir.history.HistoryException;

/**
 * Address and credentials of a PostgreSQL database, parsed from a connection string as Python's libraries use it. Only
 * {@link #properties} returns the password.
 */
public final class PostgresAddress {

    private static final int DEFAULT_PORT = 5432;
    private static final String FORMAT_REMEDY =
            "Write it as postgresql://user:password@host:port/database, with special "
                    + "characters of the password percent-encoded";

    private final String host;
    private final int port;
    private final String database;
    private final String user;
    private final String password;
    private final String sslMode;

    private PostgresAddress(URI uri, String database, String user, String password, String sslMode) {
        this.host = uri.getHost();
        this.port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        this.database = database;
        this.user = user;
        this.password = password;
        this.sslMode = sslMode;
    }

    /**
     * Parses a connection string.
     *
     * @throws HistoryException if the text is malformed; the message does not contain it
     */
    public static PostgresAddress parse(String text) {
        // Without the message and cause of URISyntaxException, because they contain the password.
        URI uri = uri(text.strip());
        String scheme = uri == null || uri.getScheme() == null ? "" : uri.getScheme();
        boolean known = scheme.equals("postgresql") || scheme.equals("postgres") || scheme.startsWith("postgresql+");
        if (!known || uri.getHost() == null) {
            throw invalid("it is not a PostgreSQL address");
        }
        String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
        if (database.isEmpty()) {
            throw invalid("it contains no database");
        }
        String login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = login.indexOf(':');
        String user = decode(colon < 0 ? login : login.substring(0, colon));
        String password = colon < 0 ? "" : decode(login.substring(colon + 1));
        if (user.isEmpty()) {
            throw invalid("it contains no user");
        }
        return new PostgresAddress(uri, database, user, password, sslMode(uri.getQuery()));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Accepts libpq's {@code sslmode} and asyncpg's {@code ssl}. */
    private static String sslMode(String query) {
        for (String option : query == null ? new String[0] : query.split("&")) {
            if (option.startsWith("sslmode=") || option.startsWith("ssl=")) {
                return option.substring(option.indexOf('=') + 1);
            }
        }
        return "prefer";
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static HistoryException invalid(String fault) {
        return new HistoryException("DB_CONNECTION_STRING", fault, FORMAT_REMEDY);
    }

    String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", sslMode);
        properties.setProperty("ApplicationName", "weir");
        properties.setProperty("readOnly", "true");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        // The first row may wait until the server has sorted the whole table.
        properties.setProperty("socketTimeout", "600");
        return properties;
    }

    /** Host, port and database, without user and password. */
    @Override
    public String toString() {
        return "postgresql://" + host + ":" + port + "/" + database;
    }
}
