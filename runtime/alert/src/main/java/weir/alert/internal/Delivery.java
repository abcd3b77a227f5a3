package weir.alert.internal;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Sends the messages of one receiver in order, on a thread of its own. A failed message is sent again with back-off, or after the time of
 * the header Retry-After. The queue is bounded: while a receiver fails, the oldest messages are dropped and counted. Log lines contain
 * no URL and no text of an exception, which may contain one. Thread-safe.
 */
public final class Delivery implements AutoCloseable {

    static final int QUEUE_CAPACITY = 64;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            // A redirect would take the message, and perhaps the secret in the URL, to another place.
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final Receiver receiver;
    private final Consumer<String> log;
    private final Duration timeout;
    private final Backoff backoff;
    private final UnaryOperator<Duration> pause;
    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final ScheduledThreadPoolExecutor executor;
    /** The message that is being sent; null if none. For the executor's thread, as {@link #attempts}. */
    private Message current;

    private int attempts;

    /** How long to wait before an attempt. */
    record Backoff(Duration first, Duration longest) {

        static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

        /** @param failures number of failed attempts, at least 1 */
        Duration after(int failures) {
            Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 20));
            return wait.compareTo(longest) < 0 ? wait : longest;
        }
    }

    /**
     * The result of an attempt.
     *
     * @param isRetryable whether another attempt may succeed
     * @param retryAfter time that the receiver asks to wait; zero if it does not
     * @param text what happened, without the URL
     */
    public record Result(boolean isAccepted, boolean isRetryable, Duration retryAfter, String text) {

        static Result failed(String text) {
            return new Result(false, true, Duration.ZERO, text);
        }
    }

    /** @param log gets a line for each message that was sent, failed or dropped; must be thread-safe */
    public Delivery(Receiver receiver, Consumer<String> log) {
        this(receiver, log, TIMEOUT, Backoff.DEFAULT, UnaryOperator.identity());
    }

    /** @param pause the time to wait for the time that the receiver needs; for tests, which need not wait */
    Delivery(
            Receiver receiver, Consumer<String> log, Duration timeout, Backoff backoff, UnaryOperator<Duration> pause) {
        this.receiver = receiver;
        this.log = log;
        this.timeout = timeout;
        this.backoff = backoff;
        this.pause = pause;
        this.executor = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "alert " + receiver.number());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy()); // Nothing is sent after the end.
    }

    /**
     * Queues a message; drops the oldest one if the queue is full. A ping replaces the one that waits, so that a failing receiver gets
     * no old pings later, and pings displace no problem. Returns at once.
     */
    public synchronized void add(Message message) {
        if (message.isPing()) {
            queue.removeIf(Message::isPing);
        }
        while (!queue.offer(message)) {
            if (queue.poll() != null) {
                dropped.incrementAndGet();
            }
        }
        executor.execute(this::sendNext);
    }

    /** Number of messages that wait; the one that is being sent is not among them. */
    int queued() {
        return queue.size();
    }

    /** Stops the thread. Messages in the queue are lost. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void sendNext() {
        if (current == null) {
            current = queue.poll();
            attempts = 0;
            if (current != null) {
                attempt();
            }
        }
    }

    private void attempt() {
        try {
            attempts++;
            handle(send(receiver, current, timeout));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Closed.
        }
    }

    private void handle(Result result) {
        String text = receiver + ": " + current.event();
        if (!result.isAccepted() && result.isRetryable()) {
            Duration wait = backoff.after(attempts);
            wait = wait.compareTo(result.retryAfter()) < 0 ? result.retryAfter() : wait;
            log.accept(
                    text + " failed: " + result.text() + "; next attempt in " + Math.max(1, wait.toSeconds()) + " s");
            executor.schedule(this::attempt, pause.apply(wait).toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        long lost = result.isAccepted() ? dropped.getAndSet(0) : 0;
        if (lost > 0) {
            log.accept(receiver + ": " + lost + " older messages were dropped while it failed");
        }
        log.accept(text + (result.isAccepted() ? " delivered" : " is lost: " + result.text()));
        current = null;
        executor.execute(this::sendNext);
    }

    /** Sends a message once and waits ten seconds at most. */
    public static Result send(Receiver receiver, Message message) throws InterruptedException {
        return send(receiver, message, TIMEOUT);
    }

    static Result send(Receiver receiver, Message message, Duration timeout) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(receiver.requestUri())
                .header("Content-Type", "application/json")
                .header("User-Agent", "weir-alert")
                .POST(BodyPublishers.ofString(receiver.body(message)))
                .build();
        CompletableFuture<HttpResponse<Void>> answer = HTTP.sendAsync(request, BodyHandlers.discarding());
        try {
            return result(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Result.failed("no answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            return Result.failed(describe(e.getCause()));
        } finally {
            answer.cancel(true);
        }
    }

    private static Result result(HttpResponse<Void> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return new Result(true, false, Duration.ZERO, "delivered");
        }
        boolean isRetryable = status == 408 || status == 425 || status == 429 || status >= 500;
        String remedy = isRetryable ? "" : "; correct its url and kind in conf/alerts.json";
        return new Result(
                false,
                isRetryable,
                response.headers()
                        .firstValue("retry-after")
                        .map(value -> retryAfter(value, Instant.now()))
                        .orElse(Duration.ZERO),
                "the receiver answered " + status + remedy);
    }

    /** The header's value, seconds or a date, as the time from now; between zero and an hour. */
    static Duration retryAfter(String value, Instant now) {
        Duration wait;
        try {
            wait = value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")
                    ? Duration.ofMillis((long) Math.ceil(Double.parseDouble(value) * 1_000))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX_RETRY_AFTER) < 0 ? wait : MAX_RETRY_AFTER;
    }

    /** Only the kind of the error: its message may contain the URL. */
    private static String describe(Throwable cause) {
        return cause instanceof java.net.http.HttpConnectTimeoutException
                        || cause instanceof java.net.ConnectException
                        || cause instanceof java.nio.channels.UnresolvedAddressException
                ? "no connection"
                : cause instanceof javax.net.ssl.SSLException
                        ? "no secure connection; check its certificate and the clock"
                        : cause instanceof IOException
                                ? "the connection broke off"
                                : cause.getClass().getSimpleName();
    }
}
