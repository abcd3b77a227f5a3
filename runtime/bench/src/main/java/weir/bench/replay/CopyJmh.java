package weir.bench.replay;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Memory bandwidth of one thread: copies an array that is larger than any cache. An operation is a byte. */
@State(Scope.Benchmark)
@OperationsPerInvocation(CopyJmh.BYTES)
public class CopyJmh {

    static final int BYTES = 256 << 20;

    private final long[] from = new long[BYTES / Long.BYTES];
    private final long[] to = new long[BYTES / Long.BYTES];

    /** Copies the whole array. */
    @Benchmark
    public long copy() {
        System.arraycopy(from, 0, to, 0, from.length);
        return to[to.length - 1];
    }
}
