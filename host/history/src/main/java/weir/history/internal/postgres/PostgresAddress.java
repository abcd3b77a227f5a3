package weir.history.internal.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import weir.base.ServerAddress;
import weir.base.ServerAddress.Host;
import weir.history.HistoryException;

/**
 * Address and credentials of a PostgreSQL database, parsed from a connection string as the libraries of Python (psycopg, asyncpg,
 * Tortoise, SQLAlchemy) and Java use it. Only {@link #properties} returns the password.
 */
public final class PostgresAddress {

    private static final int DEFAULT_PORT = 5432;
    private static final String FORMAT_REMEDY =
            "Write it as postgresql://user:password@host:port/database, with special "
                    + "characters of the password percent-encoded";

    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** Options, and the property of the driver with the same meaning. */
    private static final Map<String, String> DRIVER_PROPERTIES = Map.ofEntries(
            Map.entry("user", "user"),
            Map.entry("password", "password"),
            Map.entry("sslmode", "sslmode"),
            Map.entry("ssl", "sslmode"),
            Map.entry("sslrootcert", "sslrootcert"),
            Map.entry("sslcert", "sslcert"),
            Map.entry("sslkey", "sslkey"),
            Map.entry("sslpassword", "sslpassword"),
            Map.entry("options", "options"),
            Map.entry("schema", "currentSchema"),
            Map.entry("search_path", "currentSchema"),
            Map.entry("currentSchema", "currentSchema"),
            Map.entry("application_name", "ApplicationName"),
            Map.entry("ApplicationName", "ApplicationName"),
            Map.entry("connect_timeout", "connectTimeout"),
            Map.entry("connectTimeout", "connectTimeout"),
            Map.entry("channel_binding", "channelBinding"),
            Map.entry("gssencmode", "gssEncMode"),
            Map.entry("target_session_attrs", "targetServerType"),
            Map.entry("targetServerType", "targetServerType"));

    /** Values of {@code target_session_attrs} that the driver names otherwise. */
    private static final Map<String, String> SERVER_TYPES = Map.of(
            "read-write",
            "primary",
            "read-only",
            "secondary",
            "standby",
            "secondary",
            "prefer-standby",
            "preferSecondary");

    /** Options of connection pools and of other clients, which do not change the rows that are read. */
    private static final Set<String> IGNORED_OPTIONS = Set.of(
            "minsize",
            "maxsize",
            "min_size",
            "max_size",
            "pool_size",
            "max_overflow",
            "max_queries",
            "max_inactive_connection_lifetime",
            "statement_cache_size",
            "prepared_statement_cache_size",
            "command_timeout",
            "keepalives",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count");

    private final List<Host> hosts;
    private final String database;
    private final Properties properties;

    private PostgresAddress(List<Host> hosts, String database, Properties properties) {
        this.hosts = hosts;
        this.database = database;
        this.properties = properties;
    }

    /**
     * Parses a connection string.
     *
     * @throws HistoryException if the text is malformed or has an unknown option; the message contains no part of the text but
     *     the name of that option
     */
    public static PostgresAddress parse(String text) {
        ServerAddress address;
        try {
            address = ServerAddress.parse(text.strip().replaceFirst("^([\"']?)jdbc:", "$1"));
        } catch (IllegalArgumentException e) {
            throw invalid("this is not a PostgreSQL address: it " + e.getMessage());
        }
        if (!address.scheme().matches("postgres(ql)?(\\+[a-z0-9]+)?")) {
            throw invalid("this is not a PostgreSQL address");
        }
        if (address.path().contains("@")) {
            throw invalid("the database's name contains an @");
        }
        Map<String, String> options = new HashMap<>(address.options());
        List<Host> hosts = hosts(address, options.remove("host"), options.remove("port"));
        String database = options.getOrDefault("dbname", address.path());
        options.remove("dbname");
        if (database.isEmpty()) {
            throw invalid("it contains no database");
        }
        Properties properties = defaults();
        if (!address.user().isEmpty()) {
            properties.setProperty("user", address.user());
            properties.setProperty("password", address.password());
        }
        options.forEach((name, value) -> putOption(properties, name, value));
        if (properties.getProperty("user", "").isEmpty()) {
            throw invalid("it contains no user");
        }
        useSocket(hosts, properties);
        return new PostgresAddress(hosts, database, properties);
    }

    /** Returns the hosts with their ports; libpq also accepts them as options. */
    private static List<Host> hosts(ServerAddress address, String names, String ports) {
        List<Host> hosts = address.hosts();
        try {
            if (names != null) {
                hosts = List.of(names.split(",")).stream()
                        .map(name -> new Host(name, -1))
                        .toList();
            }
            int port = ports == null ? DEFAULT_PORT : Integer.parseInt(ports);
            if (port < 1 || port > 65_535) {
                throw new NumberFormatException();
            }
            hosts = hosts.stream()
                    .map(host -> host.port() < 0 ? new Host(host.name(), port) : host)
                    .toList();
        } catch (NumberFormatException e) {
            throw invalid("the option port is not one port");
        }
        boolean malformed = hosts.stream().anyMatch(host -> !host.name().matches("/.+|[A-Za-z0-9._:-]+"));
        if (hosts.isEmpty() || malformed || hosts.size() > 1 && hosts.stream().anyMatch(PostgresAddress::isSocket)) {
            throw invalid("it contains no host, or a malformed one, or a socket beside other hosts");
        }
        return hosts;
    }

    private static Properties defaults() {
        Properties properties = new Properties();
        properties.setProperty("password", "");
        properties.setProperty("sslmode", "prefer");
        properties.setProperty("ApplicationName", "weir");
        properties.setProperty("readOnly", "true");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        // The first row may wait until the server has sorted the whole table.
        properties.setProperty("socketTimeout", "600");
        return properties;
    }

    private static void putOption(Properties properties, String name, String optionValue) {
        String property = DRIVER_PROPERTIES.get(name);
        if (property == null) {
            if (!IGNORED_OPTIONS.contains(name)) {
                throw new HistoryException(
                        "DB_CONNECTION_STRING",
                        "the option " + name + " is not supported",
                        "Remove it. Supported are host, port, dbname, "
                                + DRIVER_PROPERTIES.keySet().stream().sorted().collect(Collectors.joining(", ")));
            }
            return;
        }
        String value =
                switch (property) {
                    case "sslmode" ->
                        optionValue.equals("true")
                                ? "verify-full"
                                : optionValue.equals("false") ? "disable" : optionValue;
                    case "targetServerType" -> SERVER_TYPES.getOrDefault(optionValue, optionValue);
                    default -> optionValue;
                };
        boolean malformed = property.equals("sslmode") && !SSL_MODES.contains(value)
                || property.equals("connectTimeout") && !value.matches("[0-9]{1,6}");
        if (malformed) {
            throw invalid("the option " + name + " has an invalid value");
        }
        properties.setProperty(property, value);
    }

    private static boolean isSocket(Host host) {
        return host.name().startsWith("/");
    }

    private static void useSocket(List<Host> hosts, Properties properties) {
        Host host = hosts.get(0);
        if (isSocket(host)) {
            Path socket = Path.of(host.name(), ".s.PGSQL." + host.port());
            properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
            properties.setProperty("socketFactoryArg", socket.toString());
            properties.setProperty("sslmode", "disable");
            properties.setProperty("gssEncMode", "disable");
        }
    }

    private static HistoryException invalid(String problem) {
        return new HistoryException("DB_CONNECTION_STRING", problem, FORMAT_REMEDY);
    }

    String jdbcUrl() {
        String hostList = isSocket(hosts.get(0)) ? "localhost" : joinedHosts();
        return "jdbc:postgresql://" + hostList + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    /** Returns the properties of a connection, with user and password. */
    Properties properties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    private String joinedHosts() {
        return hosts.stream().map(Host::toString).collect(Collectors.joining(","));
    }

    /** Hosts, ports and database, without user, password and options. */
    @Override
    public String toString() {
        return "postgresql://" + joinedHosts() + "/" + database;
    }
}
