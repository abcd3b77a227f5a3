package weir.chain.internal.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * JSON-RPC 2.0 with subscriptions over one connection. All methods run on the scheduler's thread, and so do all callbacks. A reply that does
 * not come in {@link #REPLY_TIMEOUT} ends the connection: the node is too slow, or the connection is dead.
 */
public final class RpcConnection {

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    static final Duration REPLY_TIMEOUT = Duration.ofSeconds(30);
    /** Notifications may come before the reply that names their subscription. More than these are dropped. */
    private static final int MAX_EARLY_NOTIFICATIONS = 16;

    private final Scheduler scheduler;
    private final Consumer<Transport.Failure> onFailed;
    private final Map<Long, Call> calls = new HashMap<>();
    private final Map<String, Consumer<JsonElement>> subscriptions = new HashMap<>();
    private final Map<String, JsonElement> earlyNotifications = new LinkedHashMap<>();
    private Transport.Connection connection;
    private Scheduler.Timer connectTimer;
    private long lastId;
    private boolean isClosed;

    private record Call(String method, CompletableFuture<JsonElement> reply, Scheduler.Timer timer) {}

    private RpcConnection(Scheduler scheduler, Consumer<Transport.Failure> onFailed) {
        this.scheduler = scheduler;
        this.onFailed = onFailed;
    }

    /**
     * Begins to connect.
     *
     * @param onOpen is called when requests can be sent
     * @param onFailed is called once if the connection cannot be opened, or ends before {@link #close}
     */
    public static RpcConnection open(
            Transport transport,
            URI endpoint,
            Scheduler scheduler,
            Consumer<RpcConnection> onOpen,
            Consumer<Transport.Failure> onFailed) {
        RpcConnection rpc = new RpcConnection(scheduler, onFailed);
        rpc.connectTimer = scheduler.schedule(
                CONNECT_TIMEOUT,
                () -> rpc.fail(Transport.Failure.of("no connection in " + CONNECT_TIMEOUT.toSeconds() + " s")));
        rpc.connection = transport.connect(endpoint, new Transport.Listener() {
            @Override
            public void opened() {
                rpc.onThread(() -> {
                    rpc.connectTimer.cancel();
                    onOpen.accept(rpc);
                });
            }

            @Override
            public void received(String message) {
                rpc.onThread(() -> rpc.dispatch(message));
            }

            @Override
            public void failed(Transport.Failure failure) {
                rpc.onThread(() -> rpc.fail(failure));
            }
        });
        return rpc;
    }

    /**
     * Sends a request.
     *
     * @param parameters numbers, texts, and {@link JsonElement}s
     * @return completed on the scheduler's thread: with the result, or exceptionally with an {@link RpcException}. It is never completed if
     *     the connection ends before the reply
     */
    public CompletableFuture<JsonElement> call(String method, Object... parameters) {
        CompletableFuture<JsonElement> reply = new CompletableFuture<>();
        if (isClosed) {
            return reply;
        }
        long id = ++lastId;
        Scheduler.Timer timer = scheduler.schedule(
                REPLY_TIMEOUT,
                () -> fail(Transport.Failure.of(method + " was not answered in " + REPLY_TIMEOUT.toSeconds() + " s")));
        calls.put(id, new Call(method, reply, timer));
        connection.send(request(id, method, parameters));
        return reply;
    }

    /** Subscribes; {@code onNotification} gets each result that the node pushes. */
    public CompletableFuture<Void> subscribe(
            String method, Consumer<JsonElement> onNotification, Object... parameters) {
        return call(method, parameters).thenAccept(id -> {
            String subscription = id.toString();
            subscriptions.put(subscription, onNotification);
            JsonElement early = earlyNotifications.remove(subscription);
            if (early != null) {
                onNotification.accept(early);
            }
        });
    }

    /** Closes the connection; no callback is called any more. */
    public void close() {
        if (!isClosed) {
            isClosed = true;
            connectTimer.cancel();
            calls.values().forEach(call -> call.timer.cancel());
            calls.clear();
            connection.close();
        }
    }

    private void onThread(Runnable task) {
        scheduler.execute(() -> {
            if (!isClosed) {
                task.run();
            }
        });
    }

    private void fail(Transport.Failure failure) {
        close();
        onFailed.accept(failure);
    }

    private void dispatch(String text) {
        Message message = Message.parse(text);
        if (message == null) {
            fail(Transport.Failure.of("the node sent a message that is not JSON-RPC"));
        } else if (message.subscription != null) {
            notify(message.subscription, message.result);
        } else if (calls.containsKey(message.id)) {
            Call call = calls.remove(message.id);
            call.timer.cancel();
            if (message.error == null) {
                call.reply.complete(message.result);
            } else {
                call.reply.completeExceptionally(new RpcException(call.method, message.errorCode, message.error));
            }
        }
    }

    /** A reply, or a notification if {@code subscription} is not {@code null}. */
    private record Message(long id, String subscription, JsonElement result, String error, int errorCode) {

        /** Returns {@code null} if the text is not JSON-RPC. */
        static Message parse(String text) {
            try {
                JsonObject message = JsonParser.parseString(text).getAsJsonObject();
                if (message.has("params")) {
                    JsonObject parameters = message.getAsJsonObject("params");
                    return new Message(0, parameters.get("subscription").toString(), parameters.get("result"), null, 0);
                }
                long id = message.get("id").getAsLong();
                if (!message.has("error")) {
                    return new Message(id, null, message.get("result"), null, 0);
                }
                JsonObject error = message.getAsJsonObject("error");
                String data = error.has("data") && !error.get("data").isJsonNull() ? ": " + error.get("data") : "";
                return new Message(
                        id,
                        null,
                        null,
                        error.get("message").getAsString() + data,
                        error.get("code").getAsInt());
            } catch (JsonParseException | IllegalStateException | NullPointerException | ClassCastException e) {
                return null;
            } catch (UnsupportedOperationException | NumberFormatException e) {
                return null;
            }
        }
    }

    private void notify(String subscription, JsonElement result) {
        Consumer<JsonElement> onNotification = subscriptions.get(subscription);
        if (onNotification != null) {
            onNotification.accept(result);
        } else if (earlyNotifications.size() < MAX_EARLY_NOTIFICATIONS) {
            earlyNotifications.put(subscription, result);
        }
    }

    private static String request(long id, String method, Object... parameters) {
        JsonArray array = new JsonArray();
        for (Object parameter : parameters) {
            if (parameter instanceof Number number) {
                array.add(number);
            } else if (parameter instanceof JsonElement element) {
                array.add(element);
            } else {
                array.add((String) parameter);
            }
        }
        JsonObject request = new JsonObject();
        request.addProperty("jsonrpc", "2.0");
        request.addProperty("id", id);
        request.addProperty("method", method);
        request.add("params", array);
        return request.toString();
    }
}
