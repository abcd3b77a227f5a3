package weir.chain.internal.override;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.chain.Metagraph;

/**
 * The operator's own metagraph, a JSON file that replaces the chain's metagraph while it exists; {@link MetagraphFileParser} describes its
 * content. If it is invalid or cannot be read, its last valid content stays in force, and for {@code missingGrace} also if it is missing,
 * because a tool may replace it in several steps.
 *
 * <p>Lookups read an immutable copy in memory, without a lock. {@link #refresh} compares the file's content, because attributes do
 * not reveal each change. Thread-safe.
 */
public final class MetagraphFile {

    /** How often the file is read if no event announces a change, as on some network file systems. */
    static final Duration READ_INTERVAL = Duration.ofSeconds(10);

    /** After this time without a completed read, the file system counts as hanging. */
    private static final Duration MAX_READ_INTERVAL = Duration.ofSeconds(30);

    private static final int MAX_FILE_BYTES = 16 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(MetagraphFile.class);

    private final Path file;
    private final int netuid;
    private final Duration missingGrace;
    private final LongSupplier nanoTime;
    private volatile long lastReadNs;
    private volatile Optional<Metagraph> inForce = Optional.empty();
    private volatile List<String> problems = List.of();

    /** The content that was parsed last; {@code null} if there is none. */
    private byte[] content;

    private List<String> contentProblems = List.of();
    private Optional<Long> missingSinceNs = Optional.empty();

    /**
     * Reads nothing yet.
     *
     * @param netuid number of the subnet, which the file does not contain
     * @param missingGrace how long the last content of a missing file stays in force
     * @param nanoTime a monotonic clock, ns
     */
    public MetagraphFile(Path file, int netuid, Duration missingGrace, LongSupplier nanoTime) {
        this.file = file;
        this.netuid = netuid;
        this.missingGrace = missingGrace;
        this.nanoTime = nanoTime;
        this.lastReadNs = nanoTime.getAsLong();
    }

    /**
     * Returns the content in force, without neurons if the file exists and was never valid; empty if the file does not exist. Reads memory
     * only.
     */
    public Optional<Metagraph> metagraph() {
        return inForce;
    }

    /** Returns why the file or some of its entries are not used, for the operator; empty if all are. Reads memory only. */
    public List<String> problems() {
        Duration sinceRead = Duration.ofNanos(nanoTime.getAsLong() - lastReadNs);
        return sinceRead.compareTo(MAX_READ_INTERVAL) < 0
                ? problems
                : List.of(file + " has not been read for " + sinceRead.toSeconds()
                        + " s; its last valid content stays in force. Check whether its file system answers");
    }

    /**
     * Reads the file, which may take long on a hanging file system. Not called on a thread of a request.
     *
     * @return pause until the file must be read again, even if no event announces a change
     */
    public synchronized Duration refresh() {
        List<String> before = problems;
        Duration pause = READ_INTERVAL;
        try {
            byte[] read = read();
            missingSinceNs = Optional.empty();
            if (!Arrays.equals(read, content)) {
                content = read;
                MetagraphFileParser.Result parsed = MetagraphFileParser.parse(read, netuid, inForce);
                contentProblems = parsed.problems().stream()
                        .map(problem -> file + " " + problem)
                        .toList();
                parsed.metagraph().ifPresent(this::putInForce);
            }
            problems = contentProblems;
        } catch (NoSuchFileException e) {
            pause = handleMissing();
        } catch (IOException e) {
            problems = List.of(file + " cannot be read; the last valid content stays in force: " + e);
        }
        if (missingSinceNs.isEmpty() && inForce.isEmpty() && !problems.isEmpty()) {
            inForce = Optional.of(new Metagraph(netuid, 0, 0, List.of()));
        }
        lastReadNs = nanoTime.getAsLong();
        problems.stream().filter(problem -> !before.contains(problem)).forEach(LOG::warn);
        return pause;
    }

    private void putInForce(Metagraph metagraph) {
        inForce = Optional.of(metagraph);
        LOG.info(
                "{} is used instead of the chain's metagraph: {} neurons, {} of them with a validator permit",
                file,
                metagraph.neurons().size(),
                metagraph.validatorCount());
    }

    private byte[] read() throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new IOException("it is not a regular file"); // reading a pipe could wait forever
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] read = in.readNBytes(MAX_FILE_BYTES + 1);
            if (read.length > MAX_FILE_BYTES) {
                throw new IOException("it is longer than " + MAX_FILE_BYTES + " bytes");
            }
            return read;
        }
    }

    private Duration handleMissing() {
        long now = nanoTime.getAsLong();
        missingSinceNs = missingSinceNs.or(() -> Optional.of(now));
        Duration rest = missingGrace.minusNanos(now - missingSinceNs.get());
        if (inForce.isPresent() && !rest.isNegative() && !rest.isZero()) {
            problems = List.of(file + " is missing; its last content stays in force for " + missingGrace.toSeconds()
                    + " s, then the chain's metagraph is used");
            return rest.compareTo(READ_INTERVAL) < 0 ? rest : READ_INTERVAL;
        }
        if (inForce.isPresent()) {
            LOG.info("{} does not exist any more; the chain's metagraph is used", file);
        }
        content = null;
        contentProblems = List.of();
        problems = List.of();
        inForce = Optional.empty();
        return READ_INTERVAL;
    }
}
