package weir.cli.pool;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import weir.cli.CommandFailure;
import weir.cli.host.Home;
import weir.history.PoolKey;

/**
 * What a home knows of pools besides their swaps: {@code data/pools/CHAIN-ADDRESS.json} each, in the form of a
 * {@code pool.json}. An import writes one where a {@code pool.json} lies beside its file; anybody may write one by hand.
 */
public final class PoolBook {

    private final Path folder;

    /** The book of a home. */
    public PoolBook(Home home) {
        this.folder = home.pools();
    }

    /**
     * What is known of a pool.
     *
     * @throws CommandFailure if its page cannot be read, or is of another pool
     */
    public Optional<Pool> find(PoolKey key) {
        Path page = page(key);
        if (!Files.isRegularFile(page)) {
            return Optional.empty();
        }
        Pool pool = Pool.read(page);
        if (!pool.key().equals(key)) {
            throw CommandFailure.usage(page + " is of pool " + pool.key(), "Name it after that pool, or mend it.");
        }
        return Optional.of(pool);
    }

    /** Where a pool's page is, or would be. */
    public Path page(PoolKey key) {
        return folder.resolve(key.chainId() + "-" + key.address() + ".json");
    }

    /** Keeps what is known of a pool, whole or not at all. */
    public void keep(Pool pool) {
        Path page = page(pool.key());
        try {
            Files.createDirectories(folder);
            Path beside = Files.createTempFile(folder, ".pool", null);
            Files.writeString(
                    beside, new GsonBuilder().setPrettyPrinting().create().toJson(json(pool)) + "\n");
            Files.move(beside, page, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw CommandFailure.failed("cannot write " + page, "Make the home's data folder writable.", e);
        }
    }

    private static JsonObject json(Pool pool) {
        JsonObject json = new JsonObject();
        json.addProperty("chain_id", pool.chainId());
        json.addProperty("address", pool.address());
        json.add("token0", json(pool.token0()));
        json.add("token1", json(pool.token1()));
        json.addProperty("fee", pool.feePips());
        json.addProperty("tick_spacing", pool.tickSpacing());
        return json;
    }

    private static JsonObject json(Pool.Token token) {
        JsonObject json = new JsonObject();
        json.addProperty("symbol", token.symbol());
        json.addProperty("decimals", token.decimals());
        return json;
    }
}
