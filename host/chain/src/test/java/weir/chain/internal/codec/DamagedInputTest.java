package weir.chain.internal.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.chain.ChainException;
import weir.chain.RecordedChain;
import weir.chain.extrinsic.ChainRuntime;
import weir.chain.internal.metadata.MetadataReader;
import weir.chain.internal.metadata.TypeRegistry;

/**
 * Decodes damaged metadata and values. Every input is decoded, or rejected with a {@link ChainException}, with little memory. {@code
 * -Dweir.chain.damaged=1000000} sets the number of inputs; with {@code -DargLine=-Xmx64m} the heap has 64 MiB.
 */
class DamagedInputTest {

    private static final int INPUTS = Integer.getInteger("weir.chain.damaged", 20_000);
    /** Most inputs are values: metadata takes a thousand times as long. */
    private static final int VALUES_PER_METADATA = 250;

    private static final long MAX_ALLOCATED_BYTES = 48L << 20;

    private final Random random = new Random(461);
    private int rejected;

    @Test
    @Timeout(3600)
    void damagedInputsThrowOnlyChainExceptionAndTakeLittleMemory() {
        byte[] metadata = RecordedChain.bytes("chain/metadata-461-v15-nodocs.scale.gz");
        TypeRegistry types = MetadataReader.read(metadata).types();
        List<Sample> samples = samples();
        for (int i = 0; i < INPUTS; i++) {
            if (i % VALUES_PER_METADATA == 0) {
                decode(damage(metadata), ChainRuntime::parse);
            } else {
                Sample sample = samples.get(random.nextInt(samples.size()));
                decode(damage(sample.bytes), bytes -> ValueDecoder.decode(types, sample.type, bytes, "value"));
            }
        }
        System.out.println("damaged inputs: " + INPUTS + ", rejected: " + rejected + ", max heap: "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
    }

    private record Sample(int type, byte[] bytes) {}

    private static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (JsonElement element :
                RecordedChain.json("chain/shape-corpus-461.json.gz").getAsJsonArray("types")) {
            JsonObject type = element.getAsJsonObject();
            type.getAsJsonArray("samples")
                    .forEach(sample -> samples.add(new Sample(
                            type.get("id").getAsInt(),
                            RecordedChain.hex(sample.getAsJsonObject().get("scale_hex")))));
        }
        return samples;
    }

    private void decode(byte[] bytes, Consumer<byte[]> decoder) {
        long before = allocatedBytes();
        try {
            decoder.accept(bytes);
        } catch (ChainException e) {
            rejected++;
        }
        long allocated = allocatedBytes() - before;
        assertTrue(allocated < MAX_ALLOCATED_BYTES, () -> allocated + " bytes allocated for " + bytes.length);
    }

    /** Changes bytes, cuts the end off, or repeats a part: a few times, at any place. */
    private byte[] damage(byte[] original) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
            int place = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[place] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
                case 2 -> bytes = Arrays.copyOf(bytes, place);
                default -> System.arraycopy(bytes, place, bytes, place / 2, Math.min(8, bytes.length - place));
            }
        }
        return bytes;
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
