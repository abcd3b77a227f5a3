package weir.backtest.internal.sweep;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import weir.backtest.experiment.BacktestPlan;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;

/** Computes SHA-256 hashes of the inputs of a sweep, in hexadecimal digits. */
public final class ContentHash {

    private ContentHash() {}

    /** Hashes the names and contents of all JARs in a directory. */
    public static String ofJars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            SortedMap<String, Path> jars = new TreeMap<>();
            files.filter(file -> file.toString().endsWith(".jar"))
                    .forEach(file -> jars.put(file.getFileName().toString(), file));
            return ofFiles(jars);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** Hashes files together with the names that they are given. */
    public static String ofFiles(SortedMap<String, Path> files) {
        MessageDigest digest = Sha256.digest();
        files.forEach((name, file) -> {
            try {
                digest.update((name + " " + Sha256.of(file) + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Hashes the swaps that a backtest reads. The hash does not depend on the files that contain them. */
    public static String ofSwaps(BacktestPlan plan) {
        MessageDigest digest = Sha256.digest();
        SwapBatch batch = new SwapBatch();
        ByteBuffer row = ByteBuffer.allocate(2 * Long.BYTES);
        try (SwapCursor cursor = plan.history().scan(plan.pool().key(), plan.blocksToRead())) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    digest.update(row.clear()
                            .putLong(batch.blocks()[i])
                            .putInt(batch.logIndexes()[i])
                            .putInt(batch.ticks()[i])
                            .flip());
                    addNumber(digest, batch.sqrtPricesX96().get(i));
                    addNumber(digest, batch.liquidity().get(i));
                    addNumber(digest, batch.amounts0().get(i));
                    addNumber(digest, batch.amounts1().get(i));
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void addNumber(MessageDigest digest, BigInteger number) {
        byte[] bytes = number.toByteArray();
        digest.update((byte) bytes.length);
        digest.update(bytes);
    }

    private static WeirException unreadable(Path file, IOException e) {
        return WeirException.failed("cannot read " + file, "Make it readable.", e);
    }
}
