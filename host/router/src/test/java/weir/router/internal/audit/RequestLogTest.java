package weir.router.internal.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.router.Outcome;
import weir.router.Queries;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;

class RequestLogTest {

    private static final String BEGINNING =
            "RebalanceQuery received: pair " + Queries.PAIR + ", block 7, evaluation round: ";

    @Test
    void saysTheQueryAndTheDecision() {
        Decision rebalance = Decision.rebalance(List.of(Queries.position(0, 10, 1, 1)), "closer");
        assertEquals(
                BEGINNING + "rebalance to 1 positions, by hold 1.0.0 on route r in 2.5 ms: closer",
                line(rebalance, false));
        assertEquals(BEGINNING + "keep, by hold 1.0.0 on route r in 2.5 ms", line(Decision.keep(""), false));
    }

    @Test
    void aQueryCannotForgeALine() {
        assertEquals(
                BEGINNING + "keep as a fallback, by hold 1.0.0 on route r in 2.5 ms: it threw  INFO all is well",
                line(Decision.keep("it threw\r\nINFO all is well"), true));
    }

    private static String line(Decision decision, boolean fallback) {
        return RequestLog.formatAnswer(new AnswerEvent(
                Instant.EPOCH,
                Queries.at(7),
                Optional.empty(),
                Queries.answer(decision, fallback ? Outcome.GUARD : Outcome.PASSED),
                Duration.ofNanos(2_500_000)));
    }
}
