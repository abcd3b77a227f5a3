package weir.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weir.alert.Alerts;

/** {@code weir alert}. */
@Command(
        name = "alert",
        description = {
            "Sends messages about a host to a webhook, Discord or Telegram.",
            "The receivers are in conf/alerts.json of the home; docs/monitor.md describes the file."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AlertCommand.Run.class, AlertCommand.Test.class})
final class AlertCommand {

    private static synchronized void print(String line) {
        System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
        System.out.flush();
    }

    /** {@code weir alert run}. */
    @Command(
            name = "run",
            description =
                    "Follows the host through its admin port until it is stopped, and sends messages. Run it beside the"
                            + " host, as the same user.")
    static final class Run implements Callable<Integer> {

        @Mixin
        private HomeOption home;

        @Override
        public Integer call() {
            try {
                Alerts.run(home.home(), AlertCommand::print);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 0;
        }
    }

    /** {@code weir alert test}. */
    @Command(
            name = "test",
            description = "Sends a test message to each receiver. The exit code is 1 if one does not accept it.")
    static final class Test implements Callable<Integer> {

        @Mixin
        private HomeOption home;

        @Override
        public Integer call() throws InterruptedException {
            return Alerts.test(home.home(), AlertCommand::print) ? 0 : 1;
        }
    }
}
