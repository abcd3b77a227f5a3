package weir.console.internal.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.console.internal.admin.HttpError;

/**
 * Sends the panels to browsers as server-sent events: a panel is sent when its content has changed, once a second at most, and soon
 * after {@link #changed}. Panels are built only while a browser is connected, on one thread of low priority.
 *
 * <p>A browser that reads slowly gets only the newest content: one message at a time is written to it, and no more is queued. It is
 * disconnected if a message is not read for ten seconds. At most {@value #MAX_CLIENTS} browsers are connected. Thread-safe.
 */
public final class PageEvents implements AutoCloseable {

    static final int MAX_CLIENTS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(PageEvents.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** Time between the call of {@link #changed} and the update, so that changes in a row cause few updates. */
    private static final Duration EARLY = Duration.ofMillis(100);

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final byte[] HEARTBEAT_TEXT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Supplier<Map<String, String>> panels;
    private final Duration period;
    private final Duration readTimeout;
    private final AtomicBoolean isEarlyUpdateDue = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor executor;

    /** Guarded by this, as all below. */
    private final List<Client> clients = new ArrayList<>();

    private Map<String, String> sent = Map.of();
    private boolean isTicking;

    /** Why the last update failed; empty if it did not. For the executor's thread. */
    private String problem = "";

    /**
     * @param panels the panels by name, as JSON without line breaks; called on one thread. The first word of a name is the type of the
     *     event, and the name is its id
     */
    public PageEvents(Supplier<Map<String, String>> panels) {
        this(panels, PERIOD, READ_TIMEOUT);
    }

    PageEvents(Supplier<Map<String, String>> panels, Duration period, Duration readTimeout) {
        this.panels = panels;
        this.period = period;
        this.readTimeout = readTimeout;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "page-events");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Sends all panels to a browser, and then their changes, until it disconnects or is not signed in any more. */
    synchronized void add(Request request, Response response, Callback callback, BooleanSupplier isSignedIn)
            throws HttpError {
        if (clients.size() >= MAX_CLIENTS) {
            throw new HttpError(503, "the page is open " + MAX_CLIENTS + " times already; close one of its tabs");
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream;charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Client client = new Client(response, callback, isSignedIn);
        clients.add(client);
        request.addFailureListener(failure -> remove(client, failure));
        if (!isTicking) {
            isTicking = true;
            executor.scheduleWithFixedDelay(this::tick, 0, period.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            changed();
        }
    }

    /** Sends changed panels soon instead of with the next period. Returns at once. */
    public void changed() {
        if (isEarlyUpdateDue.compareAndSet(false, true)) {
            try {
                executor.schedule(this::tick, EARLY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // It is closed.
            }
        }
    }

    private void tick() {
        isEarlyUpdateDue.set(false);
        if (hasClients()) {
            try {
                send(panels.get());
                problem = "";
            } catch (RuntimeException | Error e) {
                // The executor would end the periodic task.
                if (!problem.equals(e.toString())) {
                    problem = e.toString();
                    LOG.error("The operator page could not be updated", e);
                }
            }
        }
    }

    private synchronized boolean hasClients() {
        return !clients.isEmpty();
    }

    private synchronized void send(Map<String, String> current) {
        Set<String> changed = new LinkedHashSet<>();
        current.forEach((name, json) -> {
            if (!json.equals(sent.get(name))) {
                changed.add(name);
            }
        });
        sent = new TreeMap<>(current);
        List.copyOf(clients).forEach(client -> client.offer(changed, current));
    }

    private synchronized void remove(Client client, Throwable failure) {
        if (clients.remove(client)) {
            client.callback.failed(failure);
        }
    }

    /** Whether an update of {@link #changed} has not begun yet. */
    boolean isUpdateDue() {
        return isEarlyUpdateDue.get();
    }

    int clientCount() {
        synchronized (this) {
            return clients.size();
        }
    }

    /** Disconnects all browsers. */
    @Override
    public void close() {
        executor.shutdownNow();
        List<Client> open;
        synchronized (this) {
            open = List.copyOf(clients);
        }
        open.forEach(client -> remove(client, new IOException("the host stops")));
    }

    /** A connected browser. */
    private final class Client implements Callback {

        private final Response response;
        private final Callback callback;
        private final BooleanSupplier isSignedIn;
        private final Set<String> unsent = new LinkedHashSet<>();
        private boolean isNew = true;
        private volatile boolean isWriting;
        private long lastWriteNanos = System.nanoTime();

        Client(Response response, Callback callback, BooleanSupplier isSignedIn) {
            this.response = response;
            this.callback = callback;
            this.isSignedIn = isSignedIn;
        }

        /** Writes the panels that this browser does not have; not while it still reads the message before. */
        void offer(Set<String> changed, Map<String, String> current) {
            if (!isSignedIn.getAsBoolean()) {
                remove(this, new IOException("the session has ended"));
                return;
            }
            unsent.addAll(isNew ? current.keySet() : changed);
            unsent.retainAll(current.keySet());
            isNew = false;
            long waited = System.nanoTime() - lastWriteNanos;
            if (isWriting) {
                if (waited > readTimeout.toNanos()) {
                    remove(this, new IOException("the browser has not read for " + readTimeout.toSeconds() + " s"));
                }
            } else if (!unsent.isEmpty()) {
                StringBuilder message = new StringBuilder();
                unsent.forEach(name -> message.append("id: ")
                        .append(name)
                        .append("\nevent: ")
                        .append(name.split(" ")[0])
                        .append("\ndata: ")
                        .append(current.get(name))
                        .append("\n\n"));
                unsent.clear();
                write(message.toString().getBytes(StandardCharsets.UTF_8));
            } else if (waited > HEARTBEAT.toNanos()) {
                write(HEARTBEAT_TEXT);
            }
        }

        private void write(byte[] message) {
            isWriting = true;
            lastWriteNanos = System.nanoTime();
            response.write(false, ByteBuffer.wrap(message), this);
        }

        @Override
        public void succeeded() {
            isWriting = false;
        }

        @Override
        public void failed(Throwable failure) {
            remove(this, failure);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
