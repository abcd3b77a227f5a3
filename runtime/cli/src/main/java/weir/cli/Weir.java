package weir.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import weir.cli.admin.AllowNameCommand;
import weir.cli.admin.RouteCommands;
import weir.cli.admin.StrategyCommands;
import weir.cli.backtest.BacktestCommand;
import weir.cli.backtest.ScoreCommand;
import weir.cli.backtest.SweepCommand;
import weir.cli.history.HistoryCommand;
import weir.launcher.settings.Setting;
import weir.report.FailureReport;

/** {@code weir COMMAND}. */
@Command(
        name = "weir",
        header = "Weir hosts liquidity strategies for Bittensor subnet 98. Strategies can be replaced while it runs.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  weir demo          plays a validator's evaluation round against a real host, in seconds",
            "  weir help run      lists the settings of the host",
            "%nIn a checkout, `./weir bench` lists the benchmarks."
        },
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            StrategyCommands.Show.class,
            StrategyCommands.Install.class,
            StrategyCommands.Uninstall.class,
            AllowNameCommand.class,
            RouteCommands.Show.class,
            RouteCommands.Edit.class,
            RouteCommands.Pin.class,
            RouteCommands.Rollback.class,
            RouteCommands.Changes.class,
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

    private static final int MAX_SUGGESTIONS = 3;

    private Weir() {}

    /** Runs a command and exits with 0, 1 (failed) or 2 (wrong usage). */
    public static void main(String[] args) {
        // Some locales have digits of their own, which end up in version numbers, JSON and CSV; Turkish has another i.
        Locale.setDefault(Locale.ROOT);
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
        addHelp(commandLine);
        return commandLine
                .setUsageHelpWidth(100)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler(Weir::wrongUsage)
                .setExecutionExceptionHandler((e, command, parsed) -> FailureReport.print(e, System.err));
    }

    private static void addHelp(CommandLine command) {
        if (!(command.getCommand() instanceof HelpCommand)) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Shows this help.")
                            .build());
        }
        command.getSubcommands().values().forEach(Weir::addHelp);
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        System.err.println("weir: " + e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            System.err.println(unmatched.getSuggestions().stream()
                    .limit(MAX_SUGGESTIONS)
                    .map(suggested -> suggested.startsWith("-") ? suggested : name + " " + suggested)
                    .collect(Collectors.joining("`, `", "Did you mean `", "`?")));
        }
        System.err.println(
                command.getParent() == null
                        ? "`weir help` lists the commands."
                        : "`" + name + " --help` lists the arguments.");
        return FailureReport.WRONG_USAGE;
    }
}
