package weir.console.internal.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StateMonitorTest {

    private final StateMonitor states = new StateMonitor();

    @Test
    void returnsAtOnceIfStateIsReached() throws Exception {
        assertEquals(Optional.of("ready"), states.await(() -> Optional.of("ready"), Duration.ZERO));
    }

    @Test
    void timeoutReturnsEmpty() throws Exception {
        assertEquals(Optional.empty(), states.await(Optional::empty, Duration.ofMillis(20)));
    }

    @Test
    void changeEndsTheWait() throws Exception {
        CompletableFuture<String> state = new CompletableFuture<>();
        AtomicInteger calls = new AtomicInteger();
        assertEquals(
                Optional.of("ready"),
                states.await(
                        () -> {
                            if (calls.getAndIncrement() == 0) {
                                CompletableFuture.runAsync(() -> {
                                    state.complete("ready");
                                    states.changed();
                                });
                            }
                            return Optional.ofNullable(state.getNow(null));
                        },
                        Duration.ofMinutes(1)));
    }
}
