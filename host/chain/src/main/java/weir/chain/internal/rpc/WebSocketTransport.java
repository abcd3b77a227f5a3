package weir.chain.internal.rpc;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import weir.base.WeirException;

/**
 * WebSocket connections of the JDK's client. A message has at most {@value #MAX_MESSAGE_CHARS} characters; a longer one, a binary one and
 * a connection that is cut end the connection. The client answers pings itself.
 */
public final class WebSocketTransport implements Transport {

    private static final int MAX_MESSAGE_CHARS = 8 << 20;
    private static final int POLICY_VIOLATION = 1008;
    private static final long MAX_RETRY_AFTER_SECONDS = 3600;

    private final HttpClient client;

    /** @param executor runs the client's tasks, at least one thread that is not the caller's */
    public WebSocketTransport(Executor executor) {
        client = HttpClient.newBuilder().executor(executor).build();
    }

    @Override
    public Connection connect(URI endpoint, Listener listener) {
        Session session = new Session(listener);
        session.begin(client.newWebSocketBuilder(), endpoint);
        return session;
    }

    /** A connection. The client calls the methods of {@link WebSocket.Listener} one after the other. */
    private static final class Session implements Connection, WebSocket.Listener {

        private final Listener listener;
        private final StringBuilder message = new StringBuilder();
        private CompletableFuture<WebSocket> connecting;
        private CompletableFuture<WebSocket> sending;
        private volatile boolean isClosed;

        Session(Listener listener) {
            this.listener = listener;
        }

        void begin(WebSocket.Builder builder, URI endpoint) {
            connecting = builder.buildAsync(endpoint, this);
            sending = connecting;
            connecting.whenComplete((socket, error) -> {
                if (error != null) {
                    fail(failure(error));
                } else if (isClosed) {
                    socket.abort();
                }
            });
        }

        @Override
        public synchronized void send(String text) {
            // The client takes a message only when the one before is sent.
            sending = sending.thenCompose(socket -> socket.sendText(text, true));
        }

        @Override
        public void close() {
            isClosed = true;
            connecting.thenAccept(WebSocket::abort);
        }

        @Override
        public void onOpen(WebSocket socket) {
            listener.opened();
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
            if (part.length() > MAX_MESSAGE_CHARS - message.length()) {
                fail(Failure.of("a message has more than " + MAX_MESSAGE_CHARS + " characters"));
                socket.abort();
                return null;
            }
            message.append(part);
            if (isLast) {
                String text = message.toString();
                message.setLength(0);
                message.trimToSize();
                if (!isClosed) {
                    listener.received(text);
                }
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean isLast) {
            fail(Failure.of("the node sent a binary message"));
            socket.abort();
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            String text = "closed by the node: " + code + " " + reason;
            fail(code == POLICY_VIOLATION ? Failure.refusal(text, Optional.empty()) : Failure.of(text));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            // The client reports the end of the stream as InternalError if it comes right after a message.
            fail(Failure.of(error instanceof InternalError ? "the node ended the connection" : describe(error)));
        }

        private void fail(Failure failure) {
            if (!isClosed) {
                isClosed = true;
                listener.failed(failure);
            }
        }
    }

    private static Failure failure(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof WebSocketHandshakeException handshake) {
            int status = handshake.getResponse().statusCode();
            String reason = "the node answered with HTTP status " + status;
            return status == 403 || status == 429
                    ? Failure.refusal(reason, retryAfter(handshake.getResponse().headers()))
                    : Failure.of(reason);
        }
        return Failure.of(describe(cause));
    }

    /** Reads seconds only; a date is rare, and the back-off is used instead. */
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Math.min(MAX_RETRY_AFTER_SECONDS, Long.parseLong(text))));
    }

    private static String describe(Throwable error) {
        return error.getMessage() == null ? WeirException.describe(error) : error.getMessage();
    }
}
