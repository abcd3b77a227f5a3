package weir.doctor.internal.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstAnswerTest {

    private static final Duration LONG = Duration.ofHours(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static Callable<String> failing(String reason) {
        return () -> {
            throw new java.io.IOException(reason);
        };
    }

    @Test
    void nextServerIsAskedAtOnceAfterAFailure() throws Exception {
        CompletableFuture<String> answer =
                FirstAnswer.of(List.of(failing("refused"), failing("unknown host"), () -> "third"), threads, LONG);
        assertEquals("third", answer.get());
    }

    @Test
    void nextServerIsAskedWhileOneIsSilent() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Callable<String> silent = () -> {
            never.await();
            return "late";
        };
        assertEquals(
                "second",
                FirstAnswer.of(List.of(silent, () -> "second"), threads, Duration.ofMillis(1))
                        .get());
    }

    @Test
    void serverThatAnswersIsTheOnlyOneThatIsAsked() throws Exception {
        assertEquals(
                "first",
                FirstAnswer.of(List.of(() -> "first", failing("must not be asked")), threads, LONG)
                        .get());
    }

    @Test
    void allReasonsAreNamedWhenAllFail() {
        CompletableFuture<String> answer =
                FirstAnswer.of(List.of(failing("one: refused"), failing("two: reset")), threads, LONG);
        ExecutionException error = assertThrows(ExecutionException.class, answer::get);
        assertTrue(error.getCause().getMessage().contains("one: refused; two: reset"), error.getMessage());
    }

    @Test
    void answerAfterTheDeadlineIsNotAwaited() {
        try (NetworkQuestions network = new NetworkQuestions(Duration.ZERO)) {
            NetworkQuestions.Answer<String> answer = network.await(
                    network.askInTurn(List.of(() -> {
                        Thread.sleep(LONG.toMillis());
                        return "late";
                    })),
                    List.of("one.example", "two.example"));
            assertTrue(answer.value().isEmpty());
            assertEquals("one.example, two.example: no answer within 0 s", answer.reason());
        }
    }
}
