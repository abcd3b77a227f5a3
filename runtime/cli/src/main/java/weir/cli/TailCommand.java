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
import weir.report.journal.DecisionLineFormatter;
import weir.report.journal.JournalFollower;

/** {@code weir tail}. */
@Command(
        name = "tail",
        description = "Follows the decision journal: one line for each query of a validator, with its answer or error.",
        sortOptions = false)
public final class TailCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "Shows the lines of the journal as they are.")
    private boolean json;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "10",
            description = "Starts with the last N lines (${DEFAULT-VALUE}).")
    private int lines;

    @Option(names = "--no-follow", description = "Exits after these lines.")
    private boolean noFollow;

    @Override
    public Integer call() {
        Path file = journal(home.home());
        DecisionLineFormatter formatter = new DecisionLineFormatter(ZoneId.systemDefault());
        Consumer<String> show = line -> {
            System.out.println(json ? line : formatter.format(line));
            System.out.flush();
        };
        try (JournalFollower follower = new JournalFollower(file)) {
            follower.lastLines(Math.max(0, lines)).forEach(show);
            if (!noFollow) {
                follower.follow(show);
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
                    "Start one with: weir run --home " + home.folder()
                            + ", or name another home with --home DIRECTORY.");
        }
        if (!Files.exists(home.decisions())) {
            System.err.println("waiting for the first query");
        }
        return home.decisions();
    }
}
