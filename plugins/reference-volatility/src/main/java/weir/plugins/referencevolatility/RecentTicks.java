package weir.plugins.referencevolatility;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest ticks, at most {@value #SIZE}. Not thread-safe. */
final class RecentTicks {

    private static final int SIZE = 10;
    private static final byte FORMAT = 1;

    private final Deque<Integer> ticks = new ArrayDeque<>(SIZE);

    void add(int tick) {
        if (ticks.size() == SIZE) {
            ticks.removeFirst();
        }
        ticks.addLast(tick);
    }

    /**
     * Returns the population standard deviation of (tick - previous tick) / previous tick; 0 until there are {@value #SIZE} ticks; not
     * finite if a previous tick is 0.
     */
    double volatility() {
        if (ticks.size() < SIZE) {
            return 0;
        }
        List<Integer> values = new ArrayList<>(ticks);
        double[] changes = new double[SIZE - 1];
        double sum = 0;
        for (int i = 0; i < changes.length; i++) {
            double previous = values.get(i);
            changes[i] = (values.get(i + 1) - previous) / previous;
            sum += changes[i];
        }
        double mean = sum / changes.length;
        double squares = 0;
        for (double change : changes) {
            squares += (change - mean) * (change - mean);
        }
        return Math.sqrt(squares / changes.length);
    }

    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(1 + ticks.size() * Integer.BYTES).put(FORMAT);
        ticks.forEach(bytes::putInt);
        return bytes.array();
    }

    void restore(byte[] state) {
        if (state.length == 0 || state[0] != FORMAT || state.length % Integer.BYTES != 1) {
            throw new IllegalArgumentException("not a state of reference-volatility of format " + FORMAT);
        }
        ticks.clear();
        for (ByteBuffer bytes = ByteBuffer.wrap(state).position(1); bytes.hasRemaining(); ) {
            add(bytes.getInt());
        }
    }
}
