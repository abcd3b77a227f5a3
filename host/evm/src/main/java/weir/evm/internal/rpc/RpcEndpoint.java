package weir.evm.internal.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import weir.base.WeirException;
import weir.evm.internal.rpc.RpcException.Kind;

/**
 * JSON-RPC 2.0 requests to one node over HTTP/1.1, one at a time and without batches. A request has a deadline that includes the last
 * byte of its answer, and a maximum size of the answer. Answers may be compressed with gzip. Redirects are not followed.
 *
 * <p>The endpoint paces its requests: after a rate refusal it leaves a gap between requests, which shrinks while the node answers. It
 * sends no request before the time that {@link #pauseFor} has set. It never repeats a request; {@link EndpointPool} does.
 *
 * <p>No message and no exception contains more of the URL than its host. Thread-safe: threads take turns.
 */
public final class RpcEndpoint {

    private static final String USER_AGENT = "weir";
    private static final Duration MIN_GAP = Duration.ofMillis(100);
    private static final Duration MAX_GAP = Duration.ofSeconds(2);
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private final EndpointUrl url;
    private final HttpClient http;
    private final RequestPause pause;
    private final AtomicLong lastId = new AtomicLong();
    private long readyNs;
    private long gapNs;

    /** Reads the result of an answer while it arrives. */
    public interface ResultReader<T> {

        /**
         * Reads one JSON value, completely, at the reader's position.
         *
         * @throws IllegalStateException if an element has another type than expected, as {@link JsonReader} throws it
         */
        T read(JsonReader in) throws IOException;
    }

    /**
     * @param http follows no redirects
     * @param pause the clock
     */
    public RpcEndpoint(EndpointUrl url, HttpClient http, RequestPause pause) {
        this.url = url;
        this.http = http;
        this.pause = pause;
        this.readyNs = pause.nanoTime();
    }

    /** Returns a client for endpoints, which may share it. */
    public static HttpClient httpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Returns the host of the node, with the port if the URL has one: the name of the endpoint in messages. */
    public String host() {
        return url.host();
    }

    /**
     * Sends a request, waits for its answer and reads the result. Waits before, if the endpoint is paused.
     *
     * @param parameters JSON values
     * @throws RpcException if the node refuses the request, or no valid answer comes within the limits
     * @throws CancellationException if the thread is interrupted
     */
    public synchronized <T> T call(
            CallLimits limits, ResultReader<T> reader, String method, JsonElement... parameters) {
        Duration wait = timeUntilReady();
        if (!wait.isZero()) {
            pause.sleep(wait);
        }
        long id = lastId.incrementAndGet();
        try {
            T result = send(request(limits, id, method, parameters), id, limits, reader);
            gapNs -= gapNs / 16;
            return result;
        } catch (RpcException e) {
            if (e.kind() == Kind.RATE) {
                gapNs = Math.min(MAX_GAP.toNanos(), Math.max(MIN_GAP.toNanos(), 2 * gapNs));
            }
            throw e;
        } finally {
            readyNs = Math.max(readyNs, pause.nanoTime() + gapNs);
        }
    }

    /** Returns how long the next request will wait; zero if it can be sent at once. */
    public synchronized Duration timeUntilReady() {
        return Duration.ofNanos(Math.max(0, readyNs - pause.nanoTime()));
    }

    /** Sends no request for some time. */
    public synchronized void pauseFor(Duration duration) {
        readyNs = Math.max(readyNs, pause.nanoTime() + duration.toNanos());
    }

    private HttpRequest request(CallLimits limits, long id, String method, JsonElement... parameters) {
        JsonArray array = new JsonArray();
        for (JsonElement parameter : parameters) {
            array.add(parameter);
        }
        JsonObject body = new JsonObject();
        body.addProperty("jsonrpc", "2.0");
        body.addProperty("id", id);
        body.addProperty("method", method);
        body.add("params", array);
        HttpRequest.Builder request = HttpRequest.newBuilder(url.uri())
                .timeout(limits.timeout())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip")
                .header("User-Agent", USER_AGENT)
                .POST(BodyPublishers.ofString(body.toString()));
        url.authorization().ifPresent(value -> request.header("Authorization", value));
        return request.build();
    }

    private <T> T send(HttpRequest request, long id, CallLimits limits, ResultReader<T> reader) {
        long deadlineNs = System.nanoTime() + limits.timeout().toNanos();
        try {
            HttpResponse<InputStream> response = http.send(request, headers -> new BodyStream(deadlineNs));
            try (InputStream raw = response.body();
                    InputStream body = new LimitedStream(decompressed(response, raw), limits.maxBytes())) {
                return new AnswerReader(url, response.statusCode(), retryAfter(response)).read(body, id, reader);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (LimitedStream.TooLargeException e) {
            throw RpcException.failed(
                    Kind.RESULTS, host(), "the answer is larger than " + (limits.maxBytes() >> 20) + " MiB", null);
        } catch (HttpTimeoutException e) {
            throw RpcException.failed(
                    Kind.NO_ANSWER,
                    host(),
                    "no complete answer in " + limits.timeout().toSeconds() + " s",
                    e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted");
            }
            throw RpcException.failed(
                    Kind.NO_ANSWER, host(), "the connection failed: " + url.mask(WeirException.describe(e)), e);
        }
    }

    private static InputStream decompressed(HttpResponse<?> response, InputStream raw) throws IOException {
        boolean isGzip = response.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equalsIgnoreCase)
                .isPresent();
        return isGzip ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    /** The value of the header {@code Retry-After}, seconds or a date, at most an hour; zero if it is missing or invalid. */
    private static Duration retryAfter(HttpResponse<?> response) {
        String text = response.headers().firstValue("Retry-After").orElse("").strip();
        Duration wait = Duration.ZERO;
        if (text.matches("[0-9]{1,9}")) {
            wait = Duration.ofSeconds(Long.parseLong(text));
        } else if (!text.isEmpty()) {
            try {
                ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
                wait = Duration.between(ZonedDateTime.now(ZoneOffset.UTC), until);
            } catch (DateTimeParseException e) {
                return Duration.ZERO;
            }
        }
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait;
    }
}
