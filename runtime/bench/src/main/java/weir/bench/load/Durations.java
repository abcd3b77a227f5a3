package weir.bench.load;

import java.util.Arrays;

/** A growing list of durations in nanoseconds. Not thread-safe. */
public final class Durations {

    private long[] nanos = new long[1 << 10];
    private int count;

    public void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration;
    }

    public void addAll(Durations other) {
        for (int i = 0; i < other.count; i++) {
            add(other.nanos[i]);
        }
    }

    public int count() {
        return count;
    }

    /**
     * The quantile of the durations.
     *
     * @param share from 0 to 1
     * @return milliseconds; NaN if the list is empty
     */
    public double quantileMs(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) (count * share))] / 1e6;
    }
}
