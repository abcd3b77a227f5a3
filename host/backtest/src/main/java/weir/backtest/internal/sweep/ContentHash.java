package weir.backtest.internal.sweep;

import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import weir.backtest.experiment.BacktestPlan;
import weir.base.WeirException;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;

/** Computes SHA-256 hashes of the inputs of a sweep, in hexadecimal digits. */
public final class ContentHash {

    private ContentHash() {}

    public static String ofBytes(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** Hashes the names and contents of all JARs in a directory. */
    public static String ofJars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return ofFiles(files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** Hashes the JARs on the class path of this process, which contain the code of replay and evaluation. */
    public static String ofClassPath() {
        return ofFiles(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .sorted()
                .toList());
    }

    private static String ofFiles(List<Path> files) {
        MessageDigest digest = sha256();
        for (Path file : files) {
            try {
                digest.update((file.getFileName() + " " + ofBytes(Files.readAllBytes(file)) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Hashes the swaps that a backtest reads. The hash does not depend on the files that contain them. */
    public static String ofSwaps(BacktestPlan plan) {
        MessageDigest digest = sha256();
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
