package weir.alert;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import weir.alert.internal.AlertFile;
import weir.alert.internal.Delivery;
import weir.alert.internal.HostReader;
import weir.alert.internal.Message;
import weir.alert.internal.Receiver;
import weir.alert.internal.Reporter;
import weir.launcher.Home;

/** Sends messages about a host to the receivers of {@code conf/alerts.json}. A message of this class never contains their URLs. */
public final class Alerts {

    private static final Duration POLL_PERIOD = Duration.ofSeconds(5);

    private Alerts() {}

    /** The file of receivers of a home. */
    public static Path file(Home home) {
        return home.folder().resolve("conf/alerts.json");
    }

    /**
     * Follows the host that runs on a home, until the thread is interrupted. The host may stop and start meanwhile.
     *
     * @param log gets a line for the start, for each message and for each failed delivery
     * @throws weir.base.WeirException if the file of receivers is missing or invalid
     */
    public static void run(Home home, Consumer<String> log) throws InterruptedException {
        AlertFile file = AlertFile.read(file(home));
        file.warnings().forEach(log);
        HostReader host = new HostReader(home);
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        List<Delivery> deliveries = new ArrayList<>();
        List<Reporter> reporters = new ArrayList<>();
        try {
            for (Receiver receiver : file.receivers()) {
                Delivery delivery = new Delivery(receiver, log);
                deliveries.add(delivery);
                reporters.add(new Reporter(receiver, delivery::add));
            }
            log.accept("following the host on " + home.folder() + " for " + reporters.size() + " receivers");
            ScheduledFuture<?> polls = executor.scheduleWithFixedDelay(
                    () -> poll(host, reporters), 0, POLL_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
            polls.get(); // Returns only if a poll fails.
        } catch (ExecutionException e) {
            throw new IllegalStateException("the state of the host cannot be read", e.getCause());
        } finally {
            executor.shutdownNow();
            deliveries.forEach(Delivery::close);
        }
    }

    private static void poll(HostReader host, List<Reporter> reporters) {
        HostReader.Reading reading = host.read();
        reporters.forEach(reporter -> reporter.report(reading.conditions(), reading.isAnswering(), System.nanoTime()));
    }

    /**
     * Sends a test message to each receiver, once.
     *
     * @param log gets a line for each receiver
     * @return whether all receivers accepted it
     * @throws weir.base.WeirException if the file of receivers is missing or invalid
     */
    public static boolean test(Home home, Consumer<String> log) throws InterruptedException {
        AlertFile file = AlertFile.read(file(home));
        file.warnings().forEach(log);
        boolean isAccepted = true;
        for (Receiver receiver : file.receivers()) {
            Delivery.Result result = Delivery.send(receiver, Message.test());
            isAccepted &= result.isAccepted();
            log.accept(receiver + ": " + result.text());
        }
        return isAccepted;
    }
}
