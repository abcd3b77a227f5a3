package weir.alert.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReporterTest {

    private final List<String> sent = new ArrayList<>();
    private final Reporter reporter = reporter(Event.HEALTH, Event.VERSION);

    @Test
    void aProblemIsReportedOnceAndItsEnd() {
        report(0, ok());
        report(5, problem());
        report(10, problem());
        report(100, ok());
        report(105, ok());

        assertEquals(List.of("critical", "ok"), sent);
    }

    @Test
    void aProblemAtTheStartIsReportedAndAGoodStateIsNot() {
        report(0, problem(), new Condition(Event.VERSION, "default", "hold 1.0.0", false, "hold 1.0.0"));

        assertEquals(List.of("critical"), sent);
    }

    @Test
    void changesWithinTheQuietTimeAreReportedByTheirResult() {
        report(0, problem());
        report(10, ok());
        report(20, problem());
        report(30, ok());
        assertEquals(List.of("critical"), sent);

        report(61, ok());

        assertEquals(List.of("critical", "ok"), sent);
    }

    @Test
    void aProblemThatReturnsWithinTheQuietTimeIsNotReportedAgain() {
        report(0, problem());
        report(10, ok());
        report(20, problem());
        report(100, problem());

        assertEquals(List.of("critical"), sent);
    }

    @Test
    void eachConditionHasAQuietTimeOfItsOwn() {
        report(0, problem(), new Condition(Event.HEALTH, "axon", "warn", true, "warn"));

        assertEquals(List.of("critical", "warn"), sent);
    }

    @Test
    void onlyTheReceiversEventsAreReported() {
        report(0, new Condition(Event.ROUTE, "default", "unserved", true, "unserved"));

        assertEquals(List.of(), sent);
    }

    @Test
    void aConditionThatDisappearedIsReportedWhenItReturnsAsAProblem() {
        report(0, problem());
        report(5);
        report(10, problem());

        assertEquals(List.of("critical", "critical"), sent);
    }

    @Test
    void pingsAreSentOncePerQuietTimeWhileTheHostAnswers() {
        Reporter pings = reporter(Event.PING);
        for (int second = 0; second < 180; second += 5) {
            pings.report(List.of(), second < 120, Duration.ofSeconds(second).toNanos());
        }

        assertEquals(List.of("the host answers", "the host answers"), sent, "at 0 and 60 s; none after 120 s");
    }

    private void report(int second, Condition... conditions) {
        reporter.report(List.of(conditions), true, Duration.ofSeconds(second).toNanos());
    }

    private static Condition ok() {
        return new Condition(Event.HEALTH, "router", "ok", false, "ok");
    }

    private static Condition problem() {
        return new Condition(Event.HEALTH, "router", "critical", true, "critical");
    }

    private Reporter reporter(Event... events) {
        return new Reporter(
                new Receiver(
                        1,
                        "",
                        Receiver.Kind.WEBHOOK,
                        URI.create("https://example.org/"),
                        Set.of(events),
                        Duration.ofSeconds(60)),
                message -> sent.add(message.text()));
    }
}
