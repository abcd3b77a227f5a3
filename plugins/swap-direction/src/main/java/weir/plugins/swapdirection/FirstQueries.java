package weir.plugins.swapdirection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import weir.strategy.RebalanceQuery;

/** The block and the price of the first query of each of the newest {@value #MAX_ROUNDS} rounds. Thread-safe. */
final class FirstQueries {

    static final int MAX_ROUNDS = 256;
    private static final int FORMAT = 1;

    private final Map<UUID, First> byRound = new LinkedHashMap<>();

    /**
     * The first query of a round.
     *
     * @param block its block
     * @param sqrtPrice its price, rounded to a double
     */
    record First(long block, double sqrtPrice) {}

    /** The first query of the round of a query, which may be the query itself. */
    synchronized First of(RebalanceQuery query) {
        First first = byRound.computeIfAbsent(
                idOf(query),
                round -> new First(
                        query.blockNumber(), query.currentPrice().sqrtPriceX96().doubleValue()));
        removeOldest();
        return first;
    }

    /** A hash, so that the state stays small: ids in queries may be long. */
    private static UUID idOf(RebalanceQuery query) {
        String id = query.jobId() + '\n' + query.roundId();
        return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    }

    private void removeOldest() {
        while (byRound.size() > MAX_ROUNDS) {
            byRound.remove(byRound.keySet().iterator().next());
        }
    }

    /** A format version, the number of rounds, and the rounds, oldest first. */
    synchronized byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeInt(byRound.size());
            for (Map.Entry<UUID, First> entry : byRound.entrySet()) {
                out.writeLong(entry.getKey().getMostSignificantBits());
                out.writeLong(entry.getKey().getLeastSignificantBits());
                out.writeLong(entry.getValue().block());
                out.writeDouble(entry.getValue().sqrtPrice());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if the bytes are not a state of this format; then nothing changes */
    synchronized void restore(byte[] state) {
        Map<UUID, First> restored = new LinkedHashMap<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            if (in.readByte() != FORMAT) {
                throw new IOException("unknown format");
            }
            for (int rounds = in.readInt(); rounds > 0; rounds--) {
                restored.put(new UUID(in.readLong(), in.readLong()), new First(in.readLong(), in.readDouble()));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a state of swap-direction of format " + FORMAT, e);
        }
        byRound.clear();
        byRound.putAll(restored);
        removeOldest();
    }
}
