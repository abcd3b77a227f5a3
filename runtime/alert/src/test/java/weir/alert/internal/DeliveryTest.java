package weir.alert.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages over real connections to a receiver that fails. */
class DeliveryTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Delivery.Backoff BACKOFF = new Delivery.Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private TestReceiver server;
    private Delivery delivery;

    @BeforeEach
    void start() throws Exception {
        server = new TestReceiver();
    }

    @AfterEach
    void stop() {
        if (delivery != null) {
            delivery.close();
        }
        server.close();
        for (String line : log) {
            assertFalse(line.contains(TestReceiver.SECRET), line);
        }
    }

    @Test
    void aFailingReceiverIsTriedAgainWithLongerPauses() throws Exception {
        server.thenStatus(500).thenBreakOff().thenStatus(503).thenStatus(408);
        deliver(LONG);

        assertTrue(server.take().contains("\"text\":\"first\""));
        assertEquals(List.of(seconds(1), seconds(2), seconds(4), seconds(8)), waits);
        assertTrue(log.get(0).contains("the receiver answered 500"), log.get(0));
        assertTrue(log.get(1).contains("the connection broke off"), log.get(1));
    }

    @Test
    void pausesGrowToFiveMinutes() {
        assertEquals(Duration.ofMinutes(5), BACKOFF.after(10));
        assertEquals(Duration.ofMinutes(5), BACKOFF.after(Integer.MAX_VALUE));
    }

    @Test
    void aReceiverThatHangsDoesNotStopTheMessages() throws Exception {
        server.thenHang().thenHangInTheBody();
        deliver(SHORT);

        assertTrue(server.take().contains("\"text\":\"first\""));
        assertEquals(2, waits.size());
        assertTrue(log.get(0).contains("no answer within"), log.get(0));
    }

    @Test
    void retryAfterIsHonoured() throws Exception {
        server.thenTooManyRequests("7").thenTooManyRequests("0.5").thenTooManyRequests("nonsense");
        deliver(LONG);

        server.take();
        assertEquals(List.of(seconds(7), seconds(2), seconds(4)), waits);
    }

    @Test
    void retryAfterIsSecondsOrADateAndAtMostAnHour() {
        Instant now = Instant.parse("2026-11-30T07:00:00Z");
        assertEquals(seconds(120), Delivery.retryAfter("120", now));
        assertEquals(seconds(30), Delivery.retryAfter("Mon, 30 Nov 2026 07:00:30 GMT", now));
        assertEquals(Duration.ZERO, Delivery.retryAfter("Mon, 30 Nov 2026 06:00:30 GMT", now));
        assertEquals(Duration.ofHours(1), Delivery.retryAfter("999999999", now));
        assertEquals(Duration.ZERO, Delivery.retryAfter("-5", now));
    }

    @Test
    void aMessageThatTheReceiverRejectsIsNotRepeated() throws Exception {
        server.thenStatus(404).thenStatus(301);
        delivery = newDelivery(LONG);
        delivery.add(message("rejected"));
        delivery.add(message("redirected"));
        delivery.add(message("last"));

        assertTrue(server.take().contains("\"text\":\"last\""));
        assertEquals(List.of(), waits);
        assertTrue(log.get(0).contains("is lost: the receiver answered 404; correct its url"), log.get(0));
    }

    @Test
    void aFullQueueDropsTheOldestMessagesAndSaysHowMany() throws Exception {
        CountDownLatch filled = new CountDownLatch(1);
        server.then(exchange -> {
            filled.await();
            exchange.sendResponseHeaders(500, -1);
        });
        delivery = newDelivery(LONG);
        delivery.add(message("0"));
        while (delivery.queued() > 0) {
            Thread.onSpinWait();
        }
        for (int i = 1; i <= Delivery.QUEUE_CAPACITY + 5; i++) {
            delivery.add(message(String.valueOf(i)));
        }
        filled.countDown();

        assertTrue(server.take().contains("\"text\":\"0\""), "the message that is being sent is kept");
        assertTrue(server.take().contains("\"text\":\"6\""), "the oldest five were dropped");
        assertTrue(log.stream().anyMatch(line -> line.contains("5 older messages were dropped")), log.toString());
    }

    @Test
    void onlyTheNewestPingWaits() throws Exception {
        CountDownLatch filled = new CountDownLatch(1);
        server.then(exchange -> {
            filled.await();
            exchange.sendResponseHeaders(500, -1);
        });
        delivery = newDelivery(LONG);
        delivery.add(message("0"));
        while (delivery.queued() > 0) {
            Thread.onSpinWait();
        }
        delivery.add(message("problem"));
        for (int i = 0; i < 3 * Delivery.QUEUE_CAPACITY; i++) {
            delivery.add(Message.ping());
        }
        delivery.add(message("last"));
        assertEquals(3, delivery.queued());
        filled.countDown();

        for (String text : List.of("0", "problem", "the host answers", "last")) {
            String request = server.take();
            assertTrue(request.contains("\"text\":\"" + text + "\""), request);
        }
    }

    @Test
    void eachKindHasItsFormat() throws Exception {
        Message message = new Message(Instant.EPOCH, "health", "router", true, "two\nlines");
        Delivery.send(server.receiver(Receiver.Kind.WEBHOOK, LONG, Event.HOST), message);
        JsonObject webhook = json(server.take());
        assertEquals("health", webhook.get("event").getAsString());
        assertEquals("router", webhook.get("subject").getAsString());
        assertEquals("two lines", webhook.get("text").getAsString());
        assertEquals("m1", webhook.get("miner").getAsString());
        assertTrue(webhook.get("problem").getAsBoolean());

        Delivery.send(server.receiver(Receiver.Kind.DISCORD, LONG, Event.HOST), message);
        JsonObject discord = json(server.take());
        assertEquals("⚠ m1: two lines", discord.get("content").getAsString());
        assertEquals("{\"parse\":[]}", discord.get("allowed_mentions").toString());

        Delivery.send(server.receiver(Receiver.Kind.TELEGRAM, LONG, Event.HOST), message);
        String telegram = server.take();
        assertTrue(telegram.startsWith("/bot" + TestReceiver.SECRET + "/sendMessage {"), telegram);
        assertEquals("42", json(telegram).get("chat_id").getAsString());
    }

    @Test
    void aReceiverThatDoesNotListenIsAFailureWithoutItsUrl() throws Exception {
        Receiver receiver = server.receiver(Receiver.Kind.WEBHOOK, LONG, Event.HOST);
        server.close();
        Delivery.Result result = Delivery.send(receiver, Message.test());

        assertFalse(result.isAccepted());
        assertEquals("no connection", result.text());
        assertEquals("receiver 1 (webhook, 127.0.0.1)", receiver.toString());
    }

    @Test
    void anUnknownHostIsAFailureWithoutItsUrl() throws Exception {
        Receiver receiver = new Receiver(
                1,
                "",
                Receiver.Kind.WEBHOOK,
                URI.create("https://host.invalid/" + TestReceiver.SECRET),
                Set.of(),
                LONG);

        assertEquals("no connection", Delivery.send(receiver, Message.test()).text());
    }

    @Test
    void secretsAndControlCharactersLeaveTheText() {
        String text =
                new Message(Instant.EPOCH, "health", "", true, "a\u0000b password=hunter2 " + "x".repeat(5_000)).text();
        assertFalse(text.contains("hunter2"), text);
        assertFalse(text.contains("\u0000"), text);
        assertEquals(1_501, text.length());
    }

    private void deliver(Duration timeout) {
        delivery = newDelivery(timeout);
        delivery.add(message("first"));
    }

    private Delivery newDelivery(Duration timeout) {
        return new Delivery(
                server.receiver(Receiver.Kind.WEBHOOK, LONG, Event.HOST), log::add, timeout, BACKOFF, wait -> {
                    waits.add(wait);
                    return Duration.ZERO;
                });
    }

    private static Message message(String text) {
        return new Message(Instant.EPOCH, "host", "", true, text);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static JsonObject json(String request) {
        return JsonParser.parseString(request.substring(request.indexOf('{'))).getAsJsonObject();
    }
}
