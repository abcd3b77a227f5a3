package weir.history.internal.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.history.BlockRange;
import weir.history.BulkLoad;
import weir.history.HistoryException;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapCursor;
import weir.history.SwapHistory;
import weir.history.SwapStore;

/**
 * The embedded store: a directory of columnar files for each pool. It caches no swaps. As an OSGi component it is the host's history;
 * the configuration {@code weir.history} contains its directory.
 */
@Component(
        configurationPid = "weir.history",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {SwapHistory.class, SwapStore.class})
public final class FileSwapStore implements SwapStore {

    private static final String POOL_DIRECTORY_GLOB = "[0-9]*-0x*";

    private final Path root;
    /** Pools to which this store has written. Reads add no entry, because clients may ask for any pool. */
    private final Map<PoolKey, PoolDirectory> directories = new ConcurrentHashMap<>();

    /** The configuration. */
    public @interface Config {
        /** Directory of the history. */
        String folder();
    }

    @Activate
    public FileSwapStore(Config config) {
        this(Path.of(config.folder()));
    }

    public FileSwapStore(Path root) {
        this.root = root;
    }

    @Override
    public List<PoolInfo> pools() {
        List<PoolKey> keys = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(root, POOL_DIRECTORY_GLOB)) {
                found.forEach(path ->
                        keys.add(PoolKey.parse(path.getFileName().toString().replaceFirst("-", ":"), 1)));
            } catch (IOException e) {
                throw new HistoryException(root.toString(), "reading failed: " + e, "Check the disk and try again", e);
            }
        }
        Collections.sort(keys);
        return keys.stream().map(this::pool).flatMap(Optional::stream).toList();
    }

    @Override
    public Optional<PoolInfo> pool(PoolKey pool) {
        try (PoolSnapshot snapshot = PoolSnapshot.open(path(pool), pool)) {
            if (snapshot.frames().isEmpty()) {
                return Optional.empty();
            }
            long rows = 0;
            long onTick = 0;
            for (Frame frame : snapshot.frames()) {
                rows += frame.header().rows();
                onTick += frame.header().onTick();
            }
            return Optional.of(new PoolInfo(pool, rows, snapshot.covered(BlockRange.all()), onTick, snapshot.bytes()));
        }
    }

    @Override
    public SwapCursor scan(PoolKey pool, BlockRange blocks) {
        return new FrameCursor(PoolSnapshot.open(path(pool), pool), blocks);
    }

    @Override
    public int append(PoolKey pool, BlockRange blocks, SwapBatch swaps) {
        return directory(pool).append(blocks, swaps);
    }

    @Override
    public BulkLoad load(PoolKey pool, String source) {
        return StagedBulkLoad.open(directory(pool), source);
    }

    @Override
    public void close() {
        directories.clear();
    }

    private PoolDirectory directory(PoolKey pool) {
        return directories.computeIfAbsent(pool, key -> new PoolDirectory(path(key), key));
    }

    private Path path(PoolKey pool) {
        return root.resolve(pool.chainId() + "-" + pool.address());
    }
}
