package weir.history.internal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.internal.check.BlockOrder;

/**
 * Scans a table of swaps by a cursor on the server; the client keeps one batch and two blocks in memory. Skips and counts rows that were
 * ingested twice. Orders the rows of a block by their log indexes, or by price continuity if they have none.
 */
final class PostgresCursor implements SwapCursor {

    private final Connection connection;
    private final PostgresHistory database;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final PostgresValues values;
    private final BlockOrder blockOrder = new BlockOrder();
    /** The complete rows of the current block, and how many of them were returned. */
    private List<SwapRow> block = List.of();

    private int returned;
    /** The rows of the next block; none after the last one. */
    private List<SwapRow> nextBlock = List.of();
    /** The first row of the block after that; null before the first row and after the last one. */
    private SwapRow lookahead;

    private boolean isStarted;
    private long duplicates;

    /** Creates a cursor that closes the connection when it is closed. */
    PostgresCursor(
            Connection connection, PostgresHistory database, PostgresTable table, PoolKey pool, BlockRange blocks)
            throws SQLException {
        this.connection = connection;
        this.database = database;
        String sql = "SELECT " + table.block() + ", sqrt_price_x96, tick, liquidity, amount0, amount1, "
                + table.optional("evt_tx_hash") + ", " + table.optional("evt_block_time") + ", "
                + table.optional("id") + ", " + table.logIndex() + " FROM " + table.name()
                + " WHERE " + PostgresTable.isPool() + " AND " + table.block() + " BETWEEN ? AND ? ORDER BY "
                + table.block() + ", 10, 9";
        try {
            // With auto-commit, the driver would fetch all rows at once.
            connection.setAutoCommit(false);
            statement = connection.prepareStatement(sql);
            statement.setFetchSize(SwapBatch.CAPACITY);
            PostgresTable.setPool(statement, 1, pool.address());
            statement.setLong(3, blocks.first());
            statement.setLong(4, blocks.last());
            rows = statement.executeQuery();
            values = new PostgresValues(database, table.name(), rows, 9);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public boolean next(SwapBatch batch) {
        batch.resize(0);
        try {
            while (batch.size() < SwapBatch.CAPACITY && (returned < block.size() || advance())) {
                batch.add(block.get(returned++));
            }
        } catch (SQLException e) {
            String place = block.isEmpty()
                    ? "No block was"
                    : "Blocks after " + block.get(0).block() + " were not";
            throw database.error(e, place + " read: run it again when the database is available");
        }
        return batch.size() > 0;
    }

    @Override
    public long duplicates() {
        return duplicates;
    }

    /** Moves to the next block. Returns false if there is none. */
    private boolean advance() throws SQLException {
        if (!isStarted) {
            isStarted = true;
            lookahead = rows.next() ? readRow() : null;
            nextBlock = readBlock();
        }
        if (nextBlock.isEmpty()) {
            return false;
        }
        List<SwapRow> unordered = nextBlock;
        nextBlock = readBlock();
        block = ordered(unordered, nextBlock);
        returned = 0;
        return true;
    }

    /** Reads the rows of a block; none after the last one. */
    private List<SwapRow> readBlock() throws SQLException {
        List<SwapRow> unique = new ArrayList<>();
        Set<SwapRow> withoutTime = new HashSet<>();
        long number = lookahead == null ? -1 : lookahead.block();
        while (lookahead != null && lookahead.block() == number) {
            if (withoutTime.add(withTime(lookahead, SwapRow.UNKNOWN_TIME))) {
                unique.add(lookahead);
            } else {
                duplicates++;
            }
            if (unique.size() > SwapBatch.CAPACITY) {
                throw values.invalid(
                        "there are more than " + SwapBatch.CAPACITY + " swaps in block " + number,
                        "No block has so many: correct evt_block_number",
                        null);
            }
            lookahead = rows.next() ? readRow() : null;
        }
        return unique;
    }

    private static SwapRow withTime(SwapRow row, long time) {
        return new SwapRow(
                row.block(),
                row.logIndex(),
                row.sqrtPriceX96(),
                row.tick(),
                row.liquidity(),
                row.amount0(),
                row.amount1(),
                row.txHash(),
                time);
    }

    private List<SwapRow> ordered(List<SwapRow> swaps, List<SwapRow> next) {
        Set<Integer> logIndexes = new HashSet<>();
        boolean haveLogIndexes = swaps.stream().allMatch(row -> row.logIndex() >= 0 && logIndexes.add(row.logIndex()));
        if (!haveLogIndexes) {
            return blockOrder.order(swaps, next);
        }
        swaps.sort(Comparator.comparingInt(SwapRow::logIndex));
        blockOrder.follow(swaps);
        return swaps;
    }

    /** Reads a row; its log index is -1 if it is unknown. */
    private SwapRow readRow() throws SQLException {
        return new SwapRow(
                rows.getLong(1),
                values.logIndex(10),
                values.integer(2),
                values.smallInteger(3),
                values.integer(4),
                values.integer(5),
                values.integer(6),
                values.hash(7),
                values.time(8));
    }

    @Override
    public void close() {
        try (connection;
                statement) {
            rows.close();
        } catch (SQLException e) {
            // The connection failed before, and next() has reported that.
        }
    }
}
