package weir.history.pool;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import weir.base.AtomicFiles;
import weir.base.WeirException;
import weir.history.PoolKey;

/**
 * Stores the metadata of pools, each in a file {@code CHAIN-ADDRESS.json} that {@link PoolMetadata#read} can read. A fetch from the chain
 * writes such a file, and so does an import if the directory of the imported swaps contains a {@code pool.json}; users may write others by
 * hand.
 */
public final class PoolMetadataStore {

    private static final Gson JSON = new GsonBuilder()
            .setPrettyPrinting()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();

    /** The content of a file. */
    private record Document(
            int format,
            long chainId,
            String address,
            PoolMetadata.Token token0,
            PoolMetadata.Token token1,
            int fee,
            int tickSpacing,
            String kind) {}

    private final Path directory;

    /** @param directory directory of the files; {@link #save} creates it */
    public PoolMetadataStore(Path directory) {
        this.directory = directory;
    }

    /**
     * Returns the metadata of a pool; empty if the pool has no file.
     *
     * @throws WeirException if its file cannot be read, or describes another pool
     */
    public Optional<PoolMetadata> find(PoolKey key) {
        Path file = file(key);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        PoolMetadata pool = PoolMetadata.read(file);
        if (!pool.key().equals(key)) {
            throw WeirException.usage(
                    file + " describes pool " + pool.key(), "Give the file the name of that pool, or correct it.");
        }
        return Optional.of(pool);
    }

    /** Returns the path of a pool's file, which may not exist. */
    public Path file(PoolKey key) {
        return directory.resolve(key.chainId() + "-" + key.address() + ".json");
    }

    /**
     * Writes or replaces the file of a pool, atomically.
     *
     * @throws WeirException if the file cannot be written
     */
    public void save(PoolMetadata pool) {
        Path file = file(pool.key());
        Document document = new Document(
                1,
                pool.chainId(),
                pool.address(),
                pool.token0(),
                pool.token1(),
                pool.feePips(),
                pool.tickSpacing(),
                pool.kind().map(PoolMetadata.Kind::fileName).orElse(null));
        try {
            Files.createDirectories(directory);
            AtomicFiles.write(file, JSON.toJson(document) + "\n");
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot write " + file, "Make the directory data of the home directory writable.", e);
        }
    }
}
