import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import blue.strategic.parquet.ParquetReader;
import blue.strategic.parquet.ParquetWriter;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import weir.history.BlockRange;
import weir.history.Histories;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapCursor;
import weir.history.SwapStore;
import weir.history.internal.GeneratedSwaps;

/** Measurement behind ADR 0020: one engine a process, generated swaps of two pools, every column of one pool read back. */
public final class StoreSpike {

    static final int COLUMNS = 12;
    static final PoolKey[] POOLS = {new PoolKey(1, "0x" + "aa".repeat(20)), new PoolKey(1, "0x" + "bb".repeat(20))};

    interface Engine {
        /** Stores a batch of a pool durably; numbers are the blocks it is complete for. */
        void add(int pool, long first, long last, SwapBatch batch) throws Exception;

        void finish() throws Exception;

        /** Reads all of a pool into primitive arrays; returns a sum over every column, so that nothing is skipped. */
        long scan(int pool) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        Files.createDirectories(folder);
        int rows = Integer.parseInt(args[2]);
        Engine engine = switch (args[0]) {
            case "weir" -> new Weir(folder);
            case "duckdb" -> new Sql("jdbc:duckdb:" + folder.resolve("d.duckdb"), "BLOB");
            case "h2" -> new Sql("jdbc:h2:" + folder.toAbsolutePath().resolve("h") + ";DB_CLOSE_ON_EXIT=FALSE", "BINARY(32)");
            case "parquet" -> new Parquet(folder);
            default -> throw new IllegalArgumentException(args[0]);
        };
        if (args.length > 3 && args[3].equals("count")) {
            System.out.println(args[0] + " after the kill: sum over what is left " + engine.scan(0));
            return;
        }
        boolean slow = args.length > 3 && args[3].equals("crash");
        List<SwapBatch> batches = batches(rows);
        long start = System.nanoTime();
        long[] first = {0, 0};
        for (int i = 0; i < batches.size(); i++) {
            SwapBatch batch = batches.get(i);
            int pool = i % 5 == 4 ? 1 : 0;
            long last = batch.blocks()[batch.size() - 1];
            engine.add(pool, first[pool], last, batch);
            first[pool] = last + 1;
            if (slow) {
                System.out.println("stored " + (i + 1) * 8_000);
            }
        }
        engine.finish();
        double load = seconds(start);
        double best = Double.MAX_VALUE;
        long sum = 0;
        for (int i = 0; i < 5; i++) {
            start = System.nanoTime();
            sum = engine.scan(0);
            best = Math.min(best, seconds(start));
        }
        long scanned = rows * 4L / 5;
        System.out.printf(
                "%-8s load %6.2f s (%,9.0f rows/s)  scan %6.3f s (%,11.0f rows/s)  disk %,12d bytes (%.0f a row)  peak RSS %s  sum %x%n",
                args[0], load, rows / load, best, scanned / best, size(folder), (double) size(folder) / rows, peak(), sum);
    }

    static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    static String peak() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("?")
                .replaceAll("VmHWM:\\s*", "");
    }

    static long size(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
        }
    }

    static List<SwapBatch> batches(int rows) {
        GeneratedSwaps[] swaps = {new GeneratedSwaps(1), new GeneratedSwaps(2)};
        weir.history.SwapRow[] pending = {swaps[0].next(), swaps[1].next()};
        List<SwapBatch> batches = new ArrayList<>();
        while (batches.size() < rows / 8_000) {
            int pool = batches.size() % 5 == 4 ? 1 : 0;
            SwapBatch batch = new SwapBatch();
            long last = -1;
            while (batch.size() < 8_000 || pending[pool].block() == last) {
                last = pending[pool].block();
                batch.add(pending[pool]);
                pending[pool] = swaps[pool].next();
            }
            batches.add(batch);
        }
        return batches;
    }

    /** The columns of a row but the hash: block, log index, tick, time, and four times low and high limb. */
    static long value(SwapBatch batch, int column, int row) {
        return switch (column) {
            case 0 -> batch.blocks()[row];
            case 1 -> batch.logIndexes()[row];
            case 2 -> batch.ticks()[row];
            case 3 -> batch.timestamps()[row];
            default -> {
                var wide = List.of(batch.sqrtPricesX96(), batch.liquidity(), batch.amounts0(), batch.amounts1())
                        .get((column - 4) / 2);
                long low = wide.limb(0)[row];
                yield column % 2 == 0 ? low : wide.limbs() > 1 ? wide.limb(1)[row] : low >> 63;
            }
        };
    }

    record Weir(SwapStore store) implements Engine {
        Weir(Path folder) {
            this(Histories.embedded(folder));
        }

        @Override
        public void add(int pool, long first, long last, SwapBatch batch) {
            store.append(POOLS[pool], new BlockRange(first, last), batch);
        }

        @Override
        public void finish() {}

        @Override
        public long scan(int pool) {
            SwapBatch batch = new SwapBatch();
            long sum = 0;
            try (SwapCursor cursor = store.scan(POOLS[pool], BlockRange.all())) {
                while (cursor.next(batch)) {
                    for (int row = 0; row < batch.size(); row++) {
                        sum += batch.blocks()[row] + batch.logIndexes()[row] + batch.ticks()[row] + batch.timestamps()[row];
                    }
                    for (var wide : new weir.history.WideColumn[] {
                        batch.sqrtPricesX96(), batch.liquidity(), batch.amounts0(), batch.amounts1()
                    }) {
                        long[] low = wide.limb(0);
                        for (int row = 0; row < batch.size(); row++) {
                            sum += low[row];
                        }
                        if (wide.limbs() > 1) {
                            long[] high = wide.limb(1);
                            for (int row = 0; row < batch.size(); row++) {
                                sum += high[row];
                            }
                        } else {
                            for (int row = 0; row < batch.size(); row++) {
                                sum += low[row] >> 63;
                            }
                        }
                    }
                }
            }
            return sum;
        }
    }

    /** DuckDB and H2: the same table, wide integers as two BIGINT each, which favours them over NUMERIC. */
    static final class Sql implements Engine {
        private final Connection connection;

        Sql(String url, String hash) throws SQLException {
            connection = DriverManager.getConnection(url, new Properties());
            StringBuilder ddl = new StringBuilder("CREATE TABLE IF NOT EXISTS swaps(pool INT");
            for (int i = 0; i < COLUMNS; i++) {
                ddl.append(", c").append(i).append(i == 1 || i == 2 ? " INT" : " BIGINT");
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute(ddl + ", hash " + hash + ")");
                if (url.contains(":h2:")) {
                    statement.execute("CREATE INDEX IF NOT EXISTS by_block ON swaps(pool, c0, c1)");
                }
            }
            connection.setAutoCommit(false);
        }

        @Override
        public void add(int pool, long first, long last, SwapBatch batch) throws Exception {
            if (connection.isWrapperFor(org.duckdb.DuckDBConnection.class)) {
                appendDuck(pool, batch);
                connection.commit();
                return;
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO swaps VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
                for (int row = 0; row < batch.size(); row++) {
                    insert.setInt(1, pool);
                    for (int i = 0; i < COLUMNS; i++) {
                        insert.setLong(i + 2, value(batch, i, row));
                    }
                    insert.setBytes(COLUMNS + 2, hash(batch, row));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        }

        private void appendDuck(int pool, SwapBatch batch) throws SQLException {
            var duck = connection.unwrap(org.duckdb.DuckDBConnection.class);
            try (var appender = duck.createAppender("main", "swaps")) {
                for (int row = 0; row < batch.size(); row++) {
                    appender.beginRow();
                    appender.append(pool);
                    for (int i = 0; i < COLUMNS; i++) {
                        if (i == 1 || i == 2) {
                            appender.append((int) value(batch, i, row));
                        } else {
                            appender.append(value(batch, i, row));
                        }
                    }
                    appender.append(hash(batch, row));
                    appender.endRow();
                }
            }
        }

        @Override
        public void finish() throws Exception {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT");
            }
            connection.commit();
        }

        @Override
        public long scan(int pool) throws Exception {
            long[][] columns = new long[COLUMNS][8_192];
            long sum = 0;
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(8_192);
                try (ResultSet rows = statement.executeQuery(
                        "SELECT c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11 FROM swaps WHERE pool = " + pool + " ORDER BY c0, c1")) {
                    int n = 0;
                    while (rows.next()) {
                        for (int i = 0; i < COLUMNS; i++) {
                            columns[i][n] = rows.getLong(i + 1);
                            sum += columns[i][n];
                        }
                        n = (n + 1) % 8_192;
                    }
                }
            }
            return sum;
        }
    }

    /** parquet-java without Hadoop, Snappy, one file a pool, read column by column without records. */
    static final class Parquet implements Engine {
        private final Path folder;
        private final MessageType schema;
        private final List<ParquetWriter<int[]>> writers = new ArrayList<>();
        private SwapBatch current;

        Parquet(Path folder) {
            this.folder = folder;
            Types.MessageTypeBuilder builder = Types.buildMessage();
            for (int i = 0; i < COLUMNS; i++) {
                builder.required(PrimitiveTypeName.INT64).named("c" + i);
            }
            for (int i = 0; i < 4; i++) {
                builder.required(PrimitiveTypeName.INT64).named("h" + i);
            }
            schema = builder.named("swap");
        }

        @Override
        public void add(int pool, long first, long last, SwapBatch batch) throws Exception {
            while (writers.size() <= pool) {
                writers.add(ParquetWriter.writeFile(
                        schema, folder.resolve(writers.size() + ".parquet").toFile(), (row, out) -> {
                            for (int i = 0; i < COLUMNS; i++) {
                                out.write("c" + i, value(current, i, row[0]));
                            }
                            ByteBuffer hash = ByteBuffer.wrap(current.txHashes(), row[0] * 32, 32);
                            for (int i = 0; i < 4; i++) {
                                out.write("h" + i, hash.getLong());
                            }
                        }));
            }
            current = batch;
            int[] row = new int[1];
            for (row[0] = 0; row[0] < batch.size(); row[0]++) {
                writers.get(pool).write(row);
            }
        }

        @Override
        public void finish() throws Exception {
            for (var writer : writers) {
                writer.close();
            }
        }

        @Override
        public long scan(int pool) throws Exception {
            long sum = 0;
            File file = folder.resolve(pool + ".parquet").toFile();
            try (ParquetFileReader reader = ParquetFileReader.open(ParquetReader.makeInputFile(file))) {
                MessageType wanted = new MessageType("swap", schema.getFields().subList(0, COLUMNS));
                reader.setRequestedSchema(wanted);
                for (var pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                    var store = new ColumnReadStoreImpl(
                            pages, new DummyRecordConverter(wanted).getRootConverter(), wanted, "spike");
                    int rows = (int) pages.getRowCount();
                    long[] column = new long[rows];
                    for (var descriptor : wanted.getColumns()) {
                        ColumnReader values = store.getColumnReader(descriptor);
                        for (int i = 0; i < rows; i++) {
                            column[i] = values.getLong();
                            values.consume();
                            sum += column[i];
                        }
                    }
                }
            }
            return sum;
        }

    }

    static byte[] hash(SwapBatch batch, int row) {
        return java.util.Arrays.copyOfRange(batch.txHashes(), row * 32, row * 32 + 32);
    }
}
