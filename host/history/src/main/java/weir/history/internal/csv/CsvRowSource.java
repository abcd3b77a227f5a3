package weir.history.internal.csv;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.internal.check.BlockOrder;
import weir.history.internal.load.RowSource;
import weir.history.load.SwapCsvReader;
import weir.history.load.SwapCsvReader.Options;

/** Reads the rows to import from a CSV file. */
public final class CsvRowSource implements RowSource {

    private final Path file;
    private final SwapCsvReader csv;
    private final BlockRange blocks;
    private final Options options;
    private long lowestBlock = Long.MAX_VALUE;
    private long highestBlock = -1;

    /** Orders the rows of files without log indexes. */
    private final BlockOrder blockOrder = new BlockOrder();

    private final Deque<SwapRow> ordered = new ArrayDeque<>();
    private List<SwapRow> nextBlock = List.of();
    private SwapRow lookahead;
    private boolean isStarted;

    private CsvRowSource(Path file, SwapCsvReader csv, BlockRange blocks, Options options) {
        this.file = file;
        this.csv = csv;
        this.blocks = blocks;
        this.options = options;
    }

    /** Opens a file or a pipe. Throws if its directory has a {@code pool.json} of another pool. */
    public static CsvRowSource open(Path file, PoolKey pool, BlockRange blocks, Options options) throws IOException {
        try {
            requireSamePool(file.toAbsolutePath().resolveSibling("pool.json"), pool);
            return new CsvRowSource(file, SwapCsvReader.open(file, options), blocks, options);
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
            return file.toAbsolutePath().normalize() + " " + blocks + suffix();
        }
        try {
            return file.toAbsolutePath().normalize() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file)
                    + " " + blocks + suffix();
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

    /** Rows read with other options are other rows. */
    private String suffix() {
        boolean isPlain = options.columns().isEmpty()
                && options.decimals0().isEmpty()
                && options.decimals1().isEmpty()
                && !options.deriveLiquidity();
        return isPlain ? "" : " " + options;
    }

    @Override
    public SwapRow next() throws IOException {
        for (SwapRow row = nextOrdered(); row != null; row = nextOrdered()) {
            lowestBlock = Math.min(lowestBlock, row.block());
            highestBlock = Math.max(highestBlock, row.block());
            if (blocks.contains(row.block())) {
                return row;
            }
        }
        return null;
    }

    private SwapRow nextOrdered() throws IOException {
        if (csv.hasLogIndexes()) {
            return csv.next();
        }
        if (!isStarted) {
            isStarted = true;
            lookahead = csv.next();
            nextBlock = readBlock();
        }
        if (ordered.isEmpty() && !nextBlock.isEmpty()) {
            List<SwapRow> block = nextBlock;
            nextBlock = readBlock();
            ordered.addAll(blockOrder.order(block, nextBlock));
        }
        return ordered.poll();
    }

    private List<SwapRow> readBlock() throws IOException {
        List<SwapRow> block = new ArrayList<>();
        long number = lookahead == null ? -1 : lookahead.block();
        while (lookahead != null && lookahead.block() == number) {
            block.add(lookahead);
            if (block.size() > SwapBatch.CAPACITY) {
                throw new HistoryException(
                        csv.place(),
                        "there are more than " + SwapBatch.CAPACITY + " swaps in block " + number,
                        "No block has so many: check the column block_number");
            }
            lookahead = csv.next();
        }
        return block;
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
