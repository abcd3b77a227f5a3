package weir.evm.internal.rpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that stands still but for the waits, which take no time. */
public final class ManualPause implements RequestPause {

    private final List<Duration> waits = new ArrayList<>();
    private long now;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        waits.add(duration);
        now += duration.toNanos();
    }

    /** All waits so far. */
    public synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }
}
