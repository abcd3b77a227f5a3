package weir.cli.restart;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.launcher.Home;

/** {@code weir restart}. */
@Command(
        name = "restart",
        description = {
            "Restarts the host in the pause between two queries.",
            "Waits until a query is answered and no other follows for 5 s, sends SIGTERM to the host, and waits until the host"
                    + " that the service manager starts (systemd, docker, pm2) serves. Fails without a signal if the host runs on a"
                    + " terminal, where nothing would start it again."
        },
        sortOptions = false)
public final class RestartCommand implements Callable<Integer> {

    /** Validators of one check block ask within a second or two; the next check block is 100 blocks (200 s on Base) later. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    @Mixin
    private HomeOption home;

    @Option(names = "--now", description = "Does not wait for a query.")
    private boolean now;

    @Option(
            names = "--max-wait",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description =
                    "Restarts after this time if no query came (${DEFAULT-VALUE}), and fails if they come without a pause.")
    private int maxWaitSeconds;

    @Option(
            names = "--max-start",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Fails if the next host does not serve this time after the signal (${DEFAULT-VALUE}).")
    private int maxStartSeconds;

    @Override
    public Integer call() {
        requirePositive("--max-wait", maxWaitSeconds);
        requirePositive("--max-start", maxStartSeconds);
        Home served = home.home();
        RunningHost host = RunningHost.on(served);
        host.requireNoTerminal();
        if (!now) {
            awaitPause(served);
        }
        RunningHost next = host.restart(Duration.ofSeconds(maxStartSeconds));
        System.out.println("restarted: the host is process " + next.pid() + ", before it was " + host.pid());
        return 0;
    }

    private void awaitPause(Home served) {
        try (QueryPause queries = new QueryPause(served.decisions())) {
            System.out.println("waiting for a query, " + maxWaitSeconds + " s at most; --now does not wait");
            System.out.flush();
            System.out.println(
                    queries.await(PAUSE, Duration.ofSeconds(maxWaitSeconds))
                            ? "a query was answered, and none followed for " + PAUSE.toSeconds() + " s"
                            : "no query within " + maxWaitSeconds + " s");
        }
    }

    private static void requirePositive(String flag, int seconds) {
        if (seconds < 1) {
            throw WeirException.usage(flag + " is " + seconds, "Give a number of seconds from 1.");
        }
    }
}
