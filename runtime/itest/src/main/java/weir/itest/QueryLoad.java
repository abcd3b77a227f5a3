package weir.itest;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that query a host without a pause until they are stopped. */
final class QueryLoad implements AutoCloseable {

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final InstalledHost host;
    private volatile boolean stopped;
    private volatile String lastFailure = "none";

    QueryLoad(InstalledHost host, int count) {
        this.host = host;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::run, "query load " + i);
            thread.start();
            threads.add(thread);
        }
    }

    private void run() {
        while (!stopped) {
            try {
                HttpResponse<String> answer = host.ask();
                if (answer.statusCode() == 200 && !answer.body().contains("fallback")) {
                    answered.incrementAndGet();
                } else {
                    fail(answer.body());
                }
            } catch (IOException e) {
                fail(e.toString());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void fail(String reason) {
        lastFailure = reason;
        failed.incrementAndGet();
    }

    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    int answered() {
        return answered.get();
    }

    int failed() {
        return failed.get();
    }

    String lastFailure() {
        return lastFailure;
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
