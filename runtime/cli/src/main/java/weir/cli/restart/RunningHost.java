package weir.cli.restart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import weir.base.DirectoryWatcher;
import weir.base.WeirException;
import weir.launcher.AdminPort;
import weir.launcher.Home;

/**
 * The process of the host that serves a home.
 *
 * @param home its home
 * @param process the process
 */
record RunningHost(Home home, ProcessHandle process) {

    /** Longest time between two looks, for file systems without events. */
    private static final Duration MAX_LOOK_PAUSE = Duration.ofSeconds(1);

    private static final Duration MAX_ANSWER = Duration.ofSeconds(5);

    /** @throws WeirException if no host is running on the home, or it does not say its process id */
    static RunningHost on(Home home) {
        new AdminPort(home).get("routes");
        return home.hostPid()
                .flatMap(ProcessHandle::of)
                .map(process -> new RunningHost(home, process))
                .orElseThrow(() -> WeirException.failed(
                        "the host on the home " + home.folder() + " does not say its process id, as before version 0.3",
                        "Restart it by its service manager this time, for example: systemctl restart weir@NAME."));
    }

    long pid() {
        return process.pid();
    }

    /** @throws WeirException if the process runs on a terminal. Only Linux tells. */
    void requireNoTerminal() {
        Path stat = Path.of("/proc/" + pid() + "/stat");
        try {
            String text = Files.readString(stat);
            // PID (NAME) STATE PARENT GROUP SESSION TERMINAL …; the name may contain spaces and brackets.
            String terminal = text.substring(text.lastIndexOf(')') + 2).split(" ")[4];
            if (!terminal.equals("0")) {
                throw WeirException.failed(
                        "the host (process " + pid() + ") runs on a terminal; no service manager would start it again",
                        "Press Ctrl-C there and start it again, or run it as a service: docs/deploy.md.");
            }
        } catch (IOException e) {
            // Another system.
        }
    }

    /**
     * Sends SIGTERM and waits for the next host. If the host answers validators before, the next one must, too; otherwise its admin port
     * must answer.
     *
     * @throws WeirException if the process does not end, or no other host serves the home in time
     */
    RunningHost restart(Duration maxWait) {
        boolean wasReady = new AdminPort(home, MAX_ANSWER).isReady();
        if (!process.destroy()) {
            throw WeirException.failed(
                    "cannot signal the host (process " + pid() + ")",
                    "Give the command as the user who runs the host.");
        }
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        CompletableFuture<RunningHost> next = new CompletableFuture<>();
        try (DirectoryWatcher watcher = new DirectoryWatcher(home.data(), executor, () -> {
            successor(wasReady).ifPresent(next::complete);
            return MAX_LOOK_PAUSE;
        })) {
            return next.get(maxWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw WeirException.failed(
                    process.isAlive()
                            ? "the host (process " + pid() + ") has not stopped within " + maxWait.toSeconds() + " s"
                            : "the host has stopped, and no other serves the home " + home.folder() + " after "
                                    + maxWait.toSeconds() + " s",
                    "Start it, for example: systemctl start weir@NAME, or weir run --home " + home.folder()
                            + ". Its log says why it did not start: "
                            + home.logs().resolve("weir.log.0") + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed(
                    "interrupted after the signal", "Check the host: weir routes --home " + home.folder() + ".");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            executor.shutdownNow();
        }
    }

    private Optional<RunningHost> successor(boolean mustBeReady) {
        return home.hostPid()
                .filter(other -> other != pid())
                .flatMap(ProcessHandle::of)
                .filter(other -> mustBeReady ? new AdminPort(home, MAX_ANSWER).isReady() : answers())
                .map(other -> new RunningHost(home, other));
    }

    private boolean answers() {
        try {
            new AdminPort(home, MAX_ANSWER).get("routes");
            return true;
        } catch (WeirException e) {
            return false; // not yet
        }
    }
}
