package weir.chain.internal.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacedTransportTest {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    private static final URI NODE = URI.create("ws://node:9944");

    private final ManualScheduler scheduler = new ManualScheduler(START);
    private final List<String> sent = new ArrayList<>();
    private final List<Long> sentMillis = new ArrayList<>();
    private final Transport transport = new PacedTransport(
            (endpoint, listener) -> new Transport.Connection() {
                @Override
                public void send(String message) {
                    sent.add(message);
                    sentMillis.add(Duration.between(START, scheduler.now()).toMillis());
                }

                @Override
                public void close() {}
            },
            scheduler);

    private Transport.Connection connect() {
        return transport.connect(NODE, null);
    }

    @Test
    void messagesOverTheBurstWaitAndKeepTheirOrder() {
        Transport.Connection connection = connect();
        IntStream.range(0, 12).forEach(i -> connection.send("" + i));
        assertEquals(PacedTransport.BURST, sent.size());
        scheduler.advance(Duration.ofMinutes(1));
        assertEquals(IntStream.range(0, 12).mapToObj(i -> "" + i).toList(), sent);
        assertEquals(List.of(1100L, 2200L, 3300L, 4400L), sentMillis.subList(8, 12));
    }

    @Test
    void anHourAtFullSpeedOverManyConnectionsHasAtMostOneMessagePerSecond() {
        while (scheduler.now().isBefore(START.plus(Duration.ofHours(1)))) {
            Transport.Connection connection = connect();
            connection.send("a");
            connection.send("b");
            scheduler.advance(Duration.ofMillis(500));
        }
        assertEquals(3272 + PacedTransport.BURST, sent.size(), 1);
    }

    @Test
    void aPauseAllowsABurstAgain() {
        Transport.Connection connection = connect();
        IntStream.range(0, 8).forEach(i -> connection.send("first"));
        scheduler.advance(Duration.ofSeconds(9));
        IntStream.range(0, 9).forEach(i -> connection.send("second"));
        assertEquals(16, sent.size());
    }

    @Test
    void aClockThatIsSetBackDoesNotStopTheMessages() {
        Transport.Connection connection = connect();
        connection.send("before");
        scheduler.setBack(Duration.ofDays(1));
        connection.send("after");
        scheduler.advance(Duration.ofSeconds(30));
        assertEquals(List.of("before", "after"), sent);
    }

    @Test
    void aMessageOfAClosedConnectionIsNotSent() {
        Transport.Connection connection = connect();
        IntStream.range(0, 9).forEach(i -> connection.send("" + i));
        connection.close();
        scheduler.advance(Duration.ofMinutes(1));
        assertEquals(8, sent.size());
    }
}
