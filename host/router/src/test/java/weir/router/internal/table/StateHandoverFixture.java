package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import weir.fixtures.Await;
import weir.router.Answer;
import weir.router.internal.instance.StrategyInstance;
import weir.router.internal.state.SharedState;
import weir.router.internal.state.StateStore;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.StatefulStrategy;

/** A router whose strategy counts the queries that it has answered: the count is its state. */
abstract class StateHandoverFixture extends RouterFixture {

    @BeforeEach
    void addRoute() {
        manager.setRoutes(List.of(defaultRoute("")));
    }

    void changeUnderLoad(Supplier<StrategyInstance> change) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService validators = Executors.newFixedThreadPool(4);
        List<Future<Long>> answers = askUntil(stop, validators);
        try {
            StrategyInstance next = change.get();
            awaitServing(next.version().toString());
        } finally {
            stop.set(true);
        }
        for (Future<Long> answer : answers) {
            answer.get();
        }
        validators.shutdownNow();
    }

    List<Future<Long>> askUntil(AtomicBoolean stop, ExecutorService validators) {
        List<Future<Long>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(validators.submit(() -> {
                long asked = 0;
                for (; !stop.get(); asked++) {
                    Answer answer = ask();
                    assertFalse(answer.isFallback(), answer::toString);
                }
                return asked;
            }));
        }
        return answers;
    }

    /** Instances that are created afterwards have a state whose read hangs. */
    void useHangingState(CountDownLatch release) {
        states = new StateStore(folder, problems) {
            @Override
            public SharedState of(String route, String strategy) {
                return new SharedState(folder.resolve("state"), route, strategy, problems) {
                    @Override
                    public Optional<byte[]> read() throws IOException {
                        hang(release);
                        return super.read();
                    }
                };
            }
        };
    }

    StrategyInstance serveAndAsk(String version) {
        StrategyInstance instance = serve(version, new Counter());
        ask();
        return instance;
    }

    StrategyInstance serve(String version, Counter strategy) {
        StrategyInstance instance = admit(version, strategy);
        awaitServing(version);
        return instance;
    }

    void awaitServing(String version) {
        Await.until("hold " + version + " serves", () -> serving().equals(Optional.of(version)));
    }

    void assertCount(long expected) {
        assertEquals("answered " + expected + " before", ask().decision().reason());
    }

    void assertProblem(String words) {
        assertTrue(problems.all().toString().contains(words), problems.all().toString());
    }

    long stored() throws Exception {
        return ByteBuffer.wrap(states.of("default", "hold").read().orElseThrow())
                .getLong();
    }

    static byte[] hang(CountDownLatch release) {
        boolean isReleased = false;
        while (!isReleased) {
            try {
                release.await();
                isReleased = true;
            } catch (InterruptedException e) {
                // A strategy may ignore it.
            }
        }
        return new byte[0];
    }

    static class Counter implements StatefulStrategy {

        final AtomicLong count = new AtomicLong();
        final AtomicLong calls = new AtomicLong();

        @Override
        public Decision decide(RebalanceQuery query, Market market) {
            calls.incrementAndGet();
            return Decision.keep("answered " + count.getAndIncrement() + " before");
        }

        @Override
        public byte[] saveState() {
            return ByteBuffer.allocate(Long.BYTES).putLong(count.get()).array();
        }

        @Override
        public void restoreState(byte[] state) {
            count.set(ByteBuffer.wrap(state).getLong());
        }
    }

    /** Restores the state that it has saved itself, but no state of another version. */
    static class Unrestorable extends Counter {

        private byte[] saved = {};

        @Override
        public byte[] saveState() {
            saved = super.saveState();
            return saved;
        }

        @Override
        public void restoreState(byte[] state) {
            if (!Arrays.equals(saved, state)) {
                throw new IllegalArgumentException("unknown format");
            }
            super.restoreState(state);
        }
    }
}
