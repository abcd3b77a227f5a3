package weir.installer.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Two hundred questions a second from eight threads, as the swap benchmark asks; each is answered or lost. */
final class PacedLoad implements AutoCloseable {

    private static final int ASKERS = 8;
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(ASKERS) / 200;

    private final List<Thread> askers = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile boolean stopped;

    /** @param question whether the answer came; an exception is none */
    PacedLoad(BooleanSupplier question) {
        for (int i = 0; i < ASKERS; i++) {
            long begin = System.nanoTime() + PAUSE * i / ASKERS;
            Thread asker = new Thread(() -> ask(question, begin), "asker " + i);
            asker.start();
            askers.add(asker);
        }
    }

    private void ask(BooleanSupplier question, long begin) {
        for (long due = begin; !stopped; due += PAUSE) {
            LockSupport.parkNanos(due - System.nanoTime());
            asked.incrementAndGet();
            try {
                if (!question.getAsBoolean()) {
                    lost.incrementAndGet();
                }
            } catch (RuntimeException e) {
                lost.incrementAndGet();
            }
        }
    }

    int asked() {
        return asked.get();
    }

    int lost() {
        return lost.get();
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread asker : askers) {
            try {
                asker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
