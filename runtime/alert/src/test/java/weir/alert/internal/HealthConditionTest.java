package weir.alert.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonParser;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The messages about a health check that has several problems. */
class HealthConditionTest {

    private static final String FILE = "a.jar cannot be installed";
    private static final String LIST = "the blocklist of alice warns of b.jar";

    private final List<String> sent = new ArrayList<>();
    private final Reporter reporter = new Reporter(
            new Receiver(
                    1,
                    "",
                    Receiver.Kind.WEBHOOK,
                    URI.create("https://example.org/"),
                    Set.of(Event.HEALTH),
                    Duration.ofSeconds(60)),
            message -> sent.add(message.text()));
    private int minutes;

    @Test
    void secondProblemOfTheSameCheckIsReported() {
        report("warn", FILE);
        report("warn", FILE);
        report("warn", FILE, LIST);
        report("warn", LIST, FILE);
        report("warn", LIST);
        report("ok");

        assertEquals(
                List.of(
                        "health check installer is warn: " + FILE,
                        "health check installer is warn: " + FILE + "; " + LIST,
                        "health check installer is warn: " + LIST,
                        "health check installer is ok again"),
                sent);
    }

    @Test
    void ageThatGrowsIsNotReportedAgain() {
        report("critical", "the last block is 60 s old");
        report("critical", "the last block is 120 s old");

        assertEquals(List.of("health check installer is critical: the last block is 60 s old"), sent);
    }

    @Test
    void messagesOfLesserStatusAreNotInTheText() {
        String warning = "{\"status\": \"critical\", \"text\": \"x\"}, {\"status\": \"ok\", \"text\": \"fine\"}";
        assertFalse(condition("critical", warning).text().contains("fine"));
    }

    /** Two minutes later, which is after the quiet time. */
    private void report(String status, String... messages) {
        minutes += 2;
        String json = String.join(
                ",",
                List.of(messages).stream()
                        .map(text -> "{\"status\": \"" + status + "\", \"text\": \"" + text + "\"}")
                        .toList());
        reporter.report(
                List.of(condition(status, json)),
                true,
                Duration.ofMinutes(minutes).toNanos());
    }

    private static Condition condition(String status, String messages) {
        List<Condition> conditions = new ArrayList<>();
        HostReader.addHealth(
                JsonParser.parseString("{\"checks\": [{\"name\": \"installer\", \"status\": \"" + status
                                + "\", \"messages\": [" + messages + "]}]}")
                        .getAsJsonObject(),
                conditions);
        return conditions.get(0);
    }
}
