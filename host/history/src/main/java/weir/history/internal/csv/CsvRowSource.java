package weir.history.internal.csv;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapCsvReader;
import weir.history.SwapRow;
import weir.history.internal.load.RowSource;

/** Reads the rows to import from a CSV file. */
public final class CsvRowSource implements RowSource {

    private final Path file;
    private final SwapCsvReader csv;
    private final BlockRange blocks;
    private long lowestBlock = Long.MAX_VALUE;
    private long highestBlock = -1;

    private CsvRowSource(Path file, SwapCsvReader csv, BlockRange blocks) {
        this.file = file;
        this.csv = csv;
        this.blocks = blocks;
    }

    /** Opens a file or a pipe. Throws if its directory has a {@code pool.json} of another pool. */
    public static CsvRowSource open(Path file, PoolKey pool, BlockRange blocks) throws IOException {
        try {
            requireSamePool(file.toAbsolutePath().resolveSibling("pool.json"), pool);
            return new CsvRowSource(file, SwapCsvReader.open(file), blocks);
        } catch (NoSuchFileException e) {
            throw new HistoryException(file.toString(), "the file does not exist", "Check the path", e);
        } catch (IOException e) {
            throw HistoryException.unreadable(file, e);
        }
    }

    private static void requireSamePool(Path metadata, PoolKey pool) throws IOException {
        PoolKey describedPool;
        try {
            JsonObject json = JsonParser.parseString(Files.readString(metadata)).getAsJsonObject();
            describedPool = PoolKey.parse(
                    json.get("address").getAsString(), json.get("chain_id").getAsLong());
        } catch (NoSuchFileException e) {
            return;
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | NumberFormatException
                | UnsupportedOperationException e) {
            throw new HistoryException(
                    metadata.toString(), "address or chain_id is missing", "Correct the file, or remove it", e);
        }
        if (!describedPool.equals(pool)) {
            throw new HistoryException(
                    metadata.toString(), "these are swaps of pool " + describedPool, "Import them as that pool");
        }
    }

    @Override
    public String identity() {
        if (!isResumable()) {
            return file.toAbsolutePath().normalize() + " " + blocks;
        }
        try {
            return file.toAbsolutePath().normalize() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file)
                    + " " + blocks;
        } catch (IOException e) {
            throw HistoryException.unreadable(file, e);
        }
    }

    /** Returns whether this is a regular file; a pipe may have other content the next time. */
    @Override
    public boolean isResumable() {
        return Files.isRegularFile(file);
    }

    /** Returns false, because a file has no index. The import compares the rows with those that it read before. */
    @Override
    public boolean skipTo(long block) {
        return false;
    }

    @Override
    public SwapRow next() throws IOException {
        for (SwapRow row = csv.next(); row != null; row = csv.next()) {
            lowestBlock = Math.min(lowestBlock, row.block());
            highestBlock = Math.max(highestBlock, row.block());
            if (blocks.contains(row.block())) {
                return row;
            }
        }
        return null;
    }

    @Override
    public long position() {
        return csv.line();
    }

    @Override
    public String place(long position) {
        return file + " line " + position;
    }

    @Override
    public double progress() {
        return csv.progress();
    }

    @Override
    public String emptyReason() {
        return highestBlock < 0
                ? "the file has no swap"
                : "no swap in blocks " + blocks + "; the file has blocks " + lowestBlock + " to " + highestBlock;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
