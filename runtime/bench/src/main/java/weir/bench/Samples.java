package weir.bench;

import java.util.Arrays;

/** A growing list of durations in nanoseconds. Not thread-safe. */
final class Samples {

    private long[] nanos = new long[1 << 10];
    private int count;

    void add(long sample) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = sample;
    }

    void addAll(Samples other) {
        for (int i = 0; i < other.count; i++) {
            add(other.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    /**
     * The quantile of the durations.
     *
     * @param share from 0 to 1
     * @return milliseconds; NaN if there are no samples
     */
    double ms(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) (count * share))] / 1e6;
    }
}
