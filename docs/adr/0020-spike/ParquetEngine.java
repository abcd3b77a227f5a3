import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import blue.strategic.parquet.ParquetReader;
import blue.strategic.parquet.ParquetWriter;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import weir.history.SwapBatch;

/** parquet-java without Hadoop, Snappy, one file a pool, read column by column without records. */
final class ParquetEngine implements Engine {
    private final Path folder;
    private final MessageType schema;
    private final List<ParquetWriter<int[]>> writers = new ArrayList<>();
    private SwapBatch current;

    ParquetEngine(Path folder) {
        this.folder = folder;
        Types.MessageTypeBuilder builder = Types.buildMessage();
        for (int i = 0; i < Rows.COLUMNS; i++) {
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
                        for (int i = 0; i < Rows.COLUMNS; i++) {
                            out.write("c" + i, Rows.value(current, i, row[0]));
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
            MessageType wanted = new MessageType("swap", schema.getFields().subList(0, Rows.COLUMNS));
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
