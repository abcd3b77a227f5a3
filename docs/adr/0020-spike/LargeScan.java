import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import weir.history.BlockRange;
import weir.history.SwapBatch;

/** Tens of millions of rows through our own file, and its bytes alone. */
final class LargeScan {
    private LargeScan() {}

    /** Tens of millions of rows through one load and one scan; then the file's bytes alone, read and mapped. */
    static void run(Path folder, int rows) throws Exception {
        WeirEngine weir = new WeirEngine(folder);
        SwapBatch batch = StoreSpike.batches(8_000).get(0);
        long span = batch.blocks()[batch.size() - 1] - batch.blocks()[0] + 1;
        long next = 0;
        long start = System.nanoTime();
        try (var load = weir.store().load(StoreSpike.POOLS[0], "large")) {
            for (int done = 0; done < rows; done += batch.size()) {
                load.append(new BlockRange(next, batch.blocks()[batch.size() - 1]), batch);
                next = batch.blocks()[batch.size() - 1] + 1;
                for (int row = 0; row < batch.size(); row++) {
                    batch.blocks()[row] += span;
                    batch.timestamps()[row] += span * 2;
                }
            }
            load.commit();
        }
        System.out.printf("large    load %.1f s (%,.0f rows/s), disk %,d bytes%n",
                StoreSpike.seconds(start), rows / StoreSpike.seconds(start), StoreSpike.size(folder));
        for (int i = 0; i < 3; i++) {
            start = System.nanoTime();
            long sum = weir.scan(0);
            System.out.printf("large    scan %.2f s (%,.0f rows/s), peak RSS %s, heap limit %d MiB, sum %x%n",
                    StoreSpike.seconds(start), rows / StoreSpike.seconds(start), StoreSpike.peak(), Runtime.getRuntime().maxMemory() >> 20, sum);
        }
        Path file;
        try (Stream<Path> files = Files.walk(folder)) {
            file = files.filter(path -> path.toString().endsWith(".swaps")).findFirst().orElseThrow();
        }
        byte[] body = new byte[700_000];
        for (int i = 0; i < 3; i++) {
            for (boolean mapped : new boolean[] {false, true}) {
                start = System.nanoTime();
                long bytes = bytes(file, mapped, body);
                System.out.printf("bytes    %s + CRC-32C: %.2f GB/s%n", mapped ? "mapped" : "read", bytes / StoreSpike.seconds(start) / 1e9);
            }
        }
    }

    static long bytes(Path file, boolean mapped, byte[] body) throws Exception {
        try (var channel = java.nio.channels.FileChannel.open(file)) {
            ByteBuffer map = null;
            var crc = new java.util.zip.CRC32C();
            long at = 0;
            for (; at + body.length < channel.size(); at += body.length) {
                if (!mapped) {
                    channel.read(ByteBuffer.wrap(body), at);
                    crc.update(body, 0, body.length);
                    continue;
                }
                if (map == null || map.remaining() < body.length) {
                    long length = Math.min(1 << 30, channel.size() - at);
                    map = channel.map(java.nio.channels.FileChannel.MapMode.READ_ONLY, at, length);
                }
                crc.update(map.slice(map.position(), body.length));
                map.position(map.position() + body.length);
            }
            return crc.getValue() == 0 ? at + 1 : at;
        }
    }

}
