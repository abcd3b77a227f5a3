package weir.history;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import weir.base.AtomicFiles;
import weir.base.WeirException;

/**
 * Pool metadata by pool: one file {@code CHAIN-ADDRESS.json} each, in the form of a {@code pool.json}. An import writes one if a
 * {@code pool.json} lies beside the imported file; users may write others by hand.
 */
public final class PoolMetadataStore {

    private static final Gson JSON = new GsonBuilder()
            .setPrettyPrinting()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();

    /** A file's content; its fields are those of a {@code pool.json}. */
    private record Document(
            int format,
            long chainId,
            String address,
            PoolMetadata.Token token0,
            PoolMetadata.Token token1,
            int fee,
            int tickSpacing) {}

    private final Path folder;

    /** @param folder where the files are; it need not exist */
    public PoolMetadataStore(Path folder) {
        this.folder = folder;
    }

    /**
     * The metadata of a pool; empty if there is no file of it.
     *
     * @throws WeirException if its file cannot be read, or describes another pool
     */
    public Optional<PoolMetadata> find(PoolKey key) {
        Path file = file(key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        PoolMetadata pool = PoolMetadata.read(file);
        if (!pool.key().equals(key)) {
            throw WeirException.usage(
                    file + " describes pool " + pool.key(), "Rename the file after that pool, or correct it.");
        }
        return Optional.of(pool);
    }

    /** The file of a pool, whether it exists or not. */
    public Path file(PoolKey key) {
        return folder.resolve(key.chainId() + "-" + key.address() + ".json");
    }

    /**
     * Writes or replaces the file of a pool, atomically.
     *
     * @throws WeirException if the file cannot be written
     */
    public void save(PoolMetadata pool) {
        Path file = file(pool.key());
        Document document = new Document(
                1, pool.chainId(), pool.address(), pool.token0(), pool.token1(), pool.feePips(), pool.tickSpacing());
        try {
            Files.createDirectories(folder);
            AtomicFiles.write(file, JSON.toJson(document) + "\n");
        } catch (IOException e) {
            throw WeirException.failed("cannot write " + file, "Make the home's data folder writable.", e);
        }
    }
}
