package weir.chain.internal.metagraph;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.AtomicFiles;
import weir.base.WeirException;
import weir.chain.ChainException;
import weir.chain.Metagraph;
import weir.chain.Neuron;
import weir.chain.Registrations;
import weir.chain.extrinsic.ChainRuntime;

/**
 * What is kept of the chain over restarts, in {@code data/chain}: the last metagraph, and the metadata of the newest four runtimes. A file
 * that is damaged, or that cannot be read or written, is logged and does without. Used on one thread.
 */
public final class ChainFiles implements RuntimeSource.Store {

    private static final Logger LOG = LoggerFactory.getLogger(ChainFiles.class);
    private static final int FORMAT = 1;
    private static final int KEPT_RUNTIMES = 4;
    private static final long MAX_FILE_BYTES = 16 << 20;
    private static final int HASH_CHARS = 66;

    private final Path folder;

    public ChainFiles(Path folder) {
        this.folder = folder;
    }

    /** Content of {@code metagraph.json}. */
    private record SnapshotJson(
            int format,
            String genesis,
            int netuid,
            long block,
            String blockHash,
            int specVersion,
            String readAt,
            long servingRateLimit,
            List<Neuron> neurons,
            Registrations registrations) {} // null if they are not known

    /**
     * Reads the metagraph of a subnet.
     *
     * @param genesis hash of the chain's first block, empty for any chain
     * @return empty if there is none, or it is of another chain or subnet
     */
    public Optional<Snapshot> readMetagraph(Optional<String> genesis, int netuid) {
        Path file = folder.resolve("metagraph.json");
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new JsonParseException("more than " + MAX_FILE_BYTES + " bytes");
            }
            SnapshotJson json = new Gson().fromJson(Files.readString(file), SnapshotJson.class);
            if (json == null || json.format != FORMAT) {
                throw new JsonParseException("its format is not " + FORMAT);
            }
            if (json.netuid != netuid || genesis.isPresent() && !genesis.get().equals(json.genesis)) {
                LOG.info("{} is of another chain or subnet and is not used", file);
                return Optional.empty();
            }
            if (json.neurons.stream()
                    .anyMatch(row -> row.hotkey() == null || row.axon().ip() == null)) {
                throw new JsonParseException("a neuron without hotkey or axon");
            }
            Metagraph metagraph = new Metagraph(
                    netuid, json.block, json.servingRateLimit, json.neurons, Optional.ofNullable(json.registrations));
            return Optional.of(new Snapshot(
                    json.genesis, json.blockHash, json.specVersion, Instant.parse(json.readAt), metagraph));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) { // Gson passes on what a record's constructor throws.
            LOG.warn("{} is not used until the chain is read again: {}", file, WeirException.describe(e));
            return Optional.empty();
        }
    }

    void writeMetagraph(Snapshot snapshot) {
        Metagraph metagraph = snapshot.metagraph();
        SnapshotJson json = new SnapshotJson(
                FORMAT,
                snapshot.genesis(),
                metagraph.netuid(),
                metagraph.block(),
                snapshot.blockHash(),
                snapshot.specVersion(),
                snapshot.readAt().toString(),
                metagraph.servingRateLimit(),
                metagraph.neurons(),
                metagraph.registrations().orElse(null));
        write(folder.resolve("metagraph.json"), new Gson().toJson(json).getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the runtime with a spec version from stored metadata; empty if there is none, or the file is of another version. */
    @Override
    public Optional<ChainRuntime> readRuntime(String genesis, int specVersion) {
        Path file = metadataFile(genesis, specVersion);
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                return Optional.empty();
            }
            ChainRuntime runtime = ChainRuntime.parse(Files.readAllBytes(file));
            return runtime.specVersion() == specVersion ? Optional.of(runtime) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | ChainException e) {
            LOG.warn("{} is read from the chain again: {}", file, WeirException.describe(e));
            return Optional.empty();
        }
    }

    /** Stores metadata, and removes that of older runtimes. */
    @Override
    public void writeMetadata(String genesis, int specVersion, byte[] metadata) {
        write(metadataFile(genesis, specVersion), metadata);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path old : files.filter(file -> file.getFileName().toString().matches("metadata-.*\\.bin"))
                    .sorted(Comparator.comparing(ChainFiles::modifiedMillis).reversed())
                    .skip(KEPT_RUNTIMES)
                    .toList()) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            LOG.warn("Cannot remove old metadata in {}: {}", folder, WeirException.describe(e));
        }
    }

    /** Returns a store that reads these files and writes none, for a process other than the host. */
    public RuntimeSource.Store readOnly() {
        return new RuntimeSource.Store() {
            @Override
            public Optional<ChainRuntime> readRuntime(String genesis, int specVersion) {
                return ChainFiles.this.readRuntime(genesis, specVersion);
            }

            @Override
            public void writeMetadata(String genesis, int specVersion, byte[] metadata) {}
        };
    }

    private Path metadataFile(String genesis, int specVersion) {
        if (genesis.length() != HASH_CHARS || !genesis.matches("0x[0-9a-f]+")) {
            throw ChainException.malformed("not a block hash: " + genesis);
        }
        return folder.resolve("metadata-" + genesis.substring(2) + "-" + specVersion + ".bin");
    }

    private static long modifiedMillis(Path file) {
        return file.toFile().lastModified();
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            AtomicFiles.write(file, content);
        } catch (IOException e) {
            LOG.warn(
                    "Cannot write {}; after a restart it is read from the chain again: {}",
                    file,
                    WeirException.describe(e));
        }
    }
}
