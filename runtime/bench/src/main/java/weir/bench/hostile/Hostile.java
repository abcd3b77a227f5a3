package weir.bench.hostile;

import java.util.concurrent.locks.LockSupport;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/** A strategy that does the harm which the last digit of the pair's address names. Packed into a bundle by the benchmark. */
public final class Hostile implements RebalanceStrategy {

    private static final int THREADS_A_QUERY = 20;

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        // By name: a switch over an enum would need one class more in the bundle.
        switch (Harm.of(query.pairAddress()).name()) {
            case "NULL_ANSWER":
                return null;
            case "STACK_OVERFLOW":
                return Decision.keep(decide(query, market).reason() + ".");
            case "FULL_HEAP":
                return Decision.keep("" + new long[Integer.MAX_VALUE - 8].length);
            case "LONG_SLEEP":
                LockSupport.parkNanos(10_000_000_000L);
                return Decision.keep("late");
            case "THREAD_BOMB":
                bomb();
                throw new IllegalStateException("threads were left behind");
            default:
                return loop(query);
        }
    }

    private static void bomb() {
        for (int i = 0; i < THREADS_A_QUERY; i++) {
            Thread thread = new Thread(LockSupport::park, "hostile");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** A loop that a compiler cannot see the end of, nor can anybody else. */
    private static Decision loop(RebalanceQuery query) {
        long steps = 0;
        while (query.blockNumber() + steps != -1) {
            steps += 2;
        }
        return Decision.keep("never");
    }
}
