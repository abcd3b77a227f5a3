package weir.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.launcher.Home;
import weir.report.journal.DecisionLine;
import weir.report.journal.JournalFollower;

/** {@code weir tail}: a line for each query as it is answered. */
@Command(
        name = "tail",
        description =
                "Follows the decision journal: a line for each RebalanceQuery, what was decided, what went wrong.",
        sortOptions = false)
public final class TailCommand implements Callable<Integer> {

    private static final long PAUSE_MILLIS = 200;

    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "Shows the journal's own lines.")
    private boolean json;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "Begins with the last N lines (${DEFAULT-VALUE}).")
    private int lines = 10;

    @Option(names = "--no-follow", description = "Ends after these lines.")
    private boolean once;

    @Override
    public Integer call() {
        Path file = journal(home.home());
        DecisionLine readable = new DecisionLine(ZoneId.systemDefault());
        Consumer<String> show = line -> System.out.println(json ? line : readable.of(line));
        try (JournalFollower follower = new JournalFollower(file)) {
            follower.last(Math.max(0, lines)).forEach(show);
            while (!once) {
                System.out.flush();
                Thread.sleep(PAUSE_MILLIS);
                follower.grown(show);
            }
            return 0;
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + file, "Give the command as the user who runs the host.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static Path journal(Home home) {
        if (!Files.isDirectory(home.data())) {
            throw WeirException.failed(
                    "no host has run on the home " + home.folder(),
                    "Start one with: weir run --home " + home.folder() + ", or name another home with --home FOLDER.");
        }
        if (!Files.exists(home.decisions())) {
            System.err.println("waiting for the first query");
        }
        return home.decisions();
    }
}
