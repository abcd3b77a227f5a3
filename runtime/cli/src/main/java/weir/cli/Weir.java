package weir.cli;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import weir.cli.admin.AllowNameCommand;
import weir.cli.admin.ChangesCommand;
import weir.cli.admin.InstallCommand;
import weir.cli.admin.PinCommand;
import weir.cli.admin.RollbackCommand;
import weir.cli.admin.RouteCommand;
import weir.cli.admin.RoutesCommand;
import weir.cli.admin.StrategiesCommand;
import weir.cli.admin.UninstallCommand;
import weir.cli.backtest.BacktestCommand;
import weir.cli.backtest.ScoreCommand;
import weir.cli.backtest.SweepCommand;
import weir.cli.history.HistoryCommand;
import weir.launcher.settings.Setting;
import weir.report.FailureReport;

/** {@code weir COMMAND}: finds the command, and ends every failure with what to do next. */
@Command(
        name = "weir",
        header = "Weir hosts hot-swappable liquidity strategies for Bittensor subnet 98.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nTry first:%n",
        footer = {
            "  weir demo          a validator's day against the real host, in some seconds",
            "  weir help run      settings of the host",
            "%nIn a checkout, `./weir bench` lists the measurements."
        },
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            StrategiesCommand.class,
            InstallCommand.class,
            UninstallCommand.class,
            AllowNameCommand.class,
            RoutesCommand.class,
            RouteCommand.class,
            PinCommand.class,
            RollbackCommand.class,
            ChangesCommand.class,
            TailCommand.class,
            HistoryCommand.class,
            BacktestCommand.class,
            SweepCommand.class,
            ScoreCommand.class,
            RecordStartCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class Weir {

    private Weir() {}

    /** Runs the command and ends the process with its exit code: 0, 1 failed, 2 wrong usage. */
    public static void main(String[] args) {
        int exitCode;
        try {
            Optional<Map<Setting, String>> flags = RunFlags.parse(args);
            exitCode = flags.isPresent()
                    ? RunCommand.run(flags.get(), false)
                    : commandLine().execute(args.length == 0 ? new String[] {"help"} : args);
        } catch (RuntimeException | Error e) {
            exitCode = FailureReport.print(e, System.err);
        }
        System.exit(exitCode);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Weir());
        RunCommand.addSettings(commandLine.getSubcommands().get("run").getCommandSpec());
        return commandLine
                .setUsageHelpWidth(100)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler(Weir::wrongUsage)
                .setExecutionExceptionHandler((e, command, parsed) -> FailureReport.print(e, System.err));
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        if (e instanceof UnmatchedArgumentException unmatched && isCommand(unmatched)) {
            return noSuchCommand(unmatched.getUnmatched().get(0), e.getCommandLine());
        }
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        System.err.println("weir: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, System.err);
        System.err.println("`" + command + " --help` lists what can be said.");
        return ExitCode.USAGE;
    }

    /** Whether a command was meant where there is none of that name. */
    private static boolean isCommand(UnmatchedArgumentException e) {
        return !e.getCommandLine().getSubcommands().isEmpty()
                && !e.getUnmatched().get(0).startsWith("-");
    }

    private static int noSuchCommand(String name, CommandLine group) {
        String prefix = group.getCommandSpec().qualifiedName();
        String nearest = group.getSubcommands().keySet().stream()
                .min(Comparator.comparingInt((String command) -> Spelling.distance(name, command))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
        System.err.println("weir: there is no command '" + prefix + " " + name + "'. The nearest is `" + prefix + " "
                + nearest + "`.");
        System.err.println(
                "`" + (group.getParent() == null ? "weir help" : prefix + " --help") + "` lists the commands.");
        return ExitCode.USAGE;
    }
}
