package weir.history.internal.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapStore;
import weir.history.internal.frame.EventFrameCursor;
import weir.history.internal.frame.Frame;
import weir.history.internal.frame.FrameCursor;
import weir.history.internal.frame.FrameIndex;

/**
 * The embedded store: a directory of columnar files for each pool. It caches no swaps. As an OSGi component it is the host's history;
 * the configuration {@code weir.history} contains its directory.
 */
@Component(
        configurationPid = "weir.history",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {SwapHistory.class, SwapStore.class})
public final class FileSwapStore implements SwapStore {

    /** Other entries, such as hidden ones, are ignored. */
    private static final Pattern POOL_DIRECTORY = Pattern.compile("[1-9][0-9]{0,17}-0x[0-9a-f]{40}");

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
    public List<PoolKey> pools() {
        List<PoolKey> pools = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root)) {
            for (Path path : found) {
                String name = path.getFileName().toString();
                if (POOL_DIRECTORY.matcher(name).matches() && hasSwaps(path)) {
                    pools.add(PoolKey.parse(name.replaceFirst("-", ":"), 1));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            throw HistoryException.unreadable(
                    root, e instanceof IOException error ? error : (IOException) e.getCause());
        }
        Collections.sort(pools);
        return pools;
    }

    /** Returns whether a directory has swaps, or cannot be read, which {@link #pool} then reports. */
    private static boolean hasSwaps(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(PoolDirectory::isSwapFile);
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public Optional<PoolInfo> pool(PoolKey pool) {
        try (PoolSnapshot snapshot = PoolSnapshot.open(path(pool), pool)) {
            if (snapshot.isEmpty()) {
                return Optional.empty();
            }
            FrameIndex swaps = snapshot.swaps();
            FrameIndex events = snapshot.events();
            return Optional.of(new PoolInfo(
                    pool,
                    swaps.rows(),
                    swaps.covered(BlockRange.all()),
                    swaps.frames().stream().mapToLong(Frame::onTick).sum(),
                    snapshot.bytes(),
                    events.rows(),
                    events.covered(BlockRange.all())));
        }
    }

    @Override
    public SwapCursor scan(PoolKey pool, BlockRange blocks) {
        PoolSnapshot snapshot = PoolSnapshot.open(path(pool), pool);
        return new FrameCursor(snapshot.swaps(), blocks, snapshot::close);
    }

    @Override
    public EventCursor scanEvents(PoolKey pool, BlockRange blocks) {
        PoolSnapshot snapshot = PoolSnapshot.open(path(pool), pool);
        return new EventFrameCursor(snapshot.events(), blocks, snapshot::close);
    }

    @Override
    public int append(PoolKey pool, BlockRange blocks, SwapBatch swaps) {
        return directory(pool).append(new Addition(blocks, swaps, Optional.empty()));
    }

    @Override
    public int append(PoolKey pool, BlockRange blocks, SwapBatch swaps, List<PoolEvent> events) {
        return directory(pool).append(new Addition(blocks, swaps, Optional.of(events)));
    }

    @Override
    public void compact(PoolKey pool) {
        if (pool(pool).isPresent()) {
            directory(pool).compactAll();
        }
    }

    @Override
    public BulkLoad startLoad(PoolKey pool, String source) {
        return StagedBulkLoad.open(directory(pool), source, false);
    }

    @Override
    public BulkLoad startReplacement(PoolKey pool, String source) {
        return StagedBulkLoad.open(directory(pool), source, true);
    }

    @Override
    public long remove(PoolKey pool, BlockRange blocks) {
        return pool(pool).isEmpty() ? 0 : directory(pool).replace(blocks, Optional.empty());
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
