package weir.history;

import java.nio.file.Path;
import weir.history.internal.postgres.PostgresAddress;
import weir.history.internal.postgres.PostgresHistory;
import weir.history.internal.store.FileSwapStore;

/** Opens stores and databases of swaps without OSGi. */
public final class SwapStores {

    private SwapStores() {}

    /**
     * Opens the embedded store in a directory, which the first write creates. Several stores, threads and processes may share a
     * directory. After a crash, the store contains what was appended or committed, and nothing else.
     */
    public static SwapStore embedded(Path directory) {
        return new FileSwapStore(directory);
    }

    /**
     * Opens a validator's database, read-only: table {@code base_poocl_swaps_v2}, chain Base (8453). Each call opens a connection.
     *
     * @param connection {@code postgresql://user:password@host:port/database?option=value}, as in {@code DB_CONNECTION_STRING};
     *     driver suffixes such as {@code postgresql+asyncpg://}, several hosts, and sockets ({@code ?host=/run/postgresql}) are
     *     accepted. The password appears in no message.
     * @throws HistoryException if the connection string is malformed or has an unknown option
     */
    public static SwapHistory postgres(String connection) {
        return new PostgresHistory(PostgresAddress.parse(connection));
    }
}
