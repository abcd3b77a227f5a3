import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.internal.GeneratedSwaps;

/** Measurement behind ADR 0020: one engine a process, generated swaps of two pools, every column of one pool read back. */
public final class StoreSpike {

    static final PoolKey[] POOLS = {new PoolKey(1, "0x" + "aa".repeat(20)), new PoolKey(1, "0x" + "bb".repeat(20))};

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        Files.createDirectories(folder);
        int rows = Integer.parseInt(args[2]);
        if (args[0].equals("large")) {
            LargeScan.run(folder, rows);
            return;
        }
        Engine engine = switch (args[0]) {
            case "weir" -> new WeirEngine(folder);
            case "duckdb" -> new SqlEngine("jdbc:duckdb:" + folder.resolve("d.duckdb"), "BLOB");
            case "h2" -> new SqlEngine("jdbc:h2:" + folder.toAbsolutePath().resolve("h") + ";DB_CLOSE_ON_EXIT=FALSE", "BINARY(32)");
            case "parquet" -> new ParquetEngine(folder);
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

}
