package weir.bench;

import java.util.Arrays;

/** Times in nanoseconds, as many as there are. For one thread. */
final class Samples {

    private long[] nanos = new long[1 << 10];
    private int count;

    void add(long one) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = one;
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
     * The time that a share of them keeps within.
     *
     * @param share from 0 to 1
     * @return milliseconds; not a number where there are none
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
