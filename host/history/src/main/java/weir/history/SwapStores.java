package weir.history;

import java.nio.file.Path;
import weir.history.internal.postgres.PostgresAddress;
import weir.history.internal.postgres.PostgresHistory;
import weir.history.internal.store.FileSwapStore;

/** Where histories come from, for code that is not an OSGi component. */
public final class SwapStores {

    private SwapStores() {}

    /**
     * The embedded store in a folder, which is made when first written to. Several stores, threads and processes may share
     * a folder. Survives a kill at any moment: what was appended or committed is there, the rest is not.
     */
    public static SwapStore embedded(Path folder) {
        return new FileSwapStore(folder);
    }

    /**
     * A validator's database, to be read: tables {@code base_poocl_swaps_v2} and its like, chain Base (8453). Connects when
     * first asked.
     *
     * @param connection {@code postgresql://user:password@host:port/database}, as in {@code DB_CONNECTION_STRING};
     *     {@code postgresql+asyncpg://} and the like are taken too. The password appears in no message.
     * @throws HistoryException if the text is not of this form
     */
    public static SwapHistory postgres(String connection) {
        return new PostgresHistory(PostgresAddress.parse(connection));
    }
}
