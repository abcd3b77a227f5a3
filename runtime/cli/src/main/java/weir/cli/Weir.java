package weir.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;
import weir.base.Secrets;
import weir.base.WeirException;
import weir.cli.admin.AllowNameCommand;
import weir.cli.admin.ChallengeCommand;
import weir.cli.admin.PageCommand;
import weir.cli.admin.RouteCommands;
import weir.cli.admin.StrategyCommands;
import weir.cli.backtest.BacktestCommand;
import weir.cli.backtest.ScoreCommand;
import weir.cli.backtest.SweepCommand;
import weir.cli.history.HistoryCommand;
import weir.cli.publish.PublishCommand;
import weir.cli.publish.PublisherCommand;
import weir.cli.publish.YankCommand;
import weir.cli.restart.RestartCommand;
import weir.cli.rounds.RoundsCommand;
import weir.cli.share.RepoCommand;
import weir.cli.share.SearchCommand;
import weir.cli.share.VerifyCommand;
import weir.cli.trust.AllowCommand;
import weir.cli.trust.BlocklistCommand;
import weir.cli.trust.TrustCommand;
import weir.cli.update.UpdateCommand;
import weir.launcher.settings.BittensorFlags;
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
            "  weir demo          starts a host and sends it a validator's queries, in seconds",
            "  weir help run      lists the settings of the host",
            "  weir doctor        checks what a miner needs, and names a remedy for each fault",
            "%nIn a checkout, `./weir bench` lists the benchmarks."
        },
        subcommands = {
            RunCommand.class,
            RestartCommand.class,
            DoctorCommand.class,
            AlertCommand.class,
            DemoCommand.class,
            ServeAxonCommand.class,
            StrategyCommands.Show.class,
            StrategyCommands.Install.class,
            StrategyCommands.Uninstall.class,
            AllowNameCommand.class,
            PageCommand.class,
            RouteCommands.Show.class,
            RouteCommands.Edit.class,
            RouteCommands.Pin.class,
            RouteCommands.Rollback.class,
            RouteCommands.Changes.class,
            ChallengeCommand.class,
            TailCommand.class,
            HistoryCommand.class,
            BacktestCommand.class,
            SweepCommand.class,
            ScoreCommand.class,
            RoundsCommand.class,
            PublishCommand.class,
            VerifyCommand.class,
            TrustCommand.class,
            YankCommand.class,
            PublisherCommand.class,
            BlocklistCommand.class,
            AllowCommand.class,
            RepoCommand.class,
            SearchCommand.Search.class,
            SearchCommand.Show.class,
            UpdateCommand.class,
            RecordStartCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class Weir {

    /** The commands whose flags are the settings of the host. */
    private static final Set<String> SETTINGS_COMMANDS = Set.of("run", "doctor");

    private static final int MAX_SUGGESTIONS = 3;
    /** The path and the query of a URL may contain a key. */
    private static final Pattern URL_PATH = Pattern.compile("(https?://[^/?#\\s']+)[/?#][^\\s']*");

    private static final Duration CLEANUP_TIMEOUT = Duration.ofSeconds(3);

    private Weir() {}

    /** Runs a command and exits with 0, 1 (failed) or 2 (wrong usage). */
    public static void main(String[] args) {
        // Some locales have digits of their own, which end up in version numbers, JSON and CSV; Turkish has another i.
        Locale.setDefault(Locale.ROOT);
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // commands have no log, and SLF4J would say so
        StandardOutput.install();
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try {
            String[] arguments =
                    args.length > 0 && SETTINGS_COMMANDS.contains(args[0]) ? BittensorFlags.translate(args) : args;
            Optional<Map<Setting, String>> flags = RunFlags.parse(arguments);
            return flags.isPresent()
                    ? RunCommand.run(flags.get(), false)
                    : runInterruptibly(arguments.length == 0 ? new String[] {"help"} : arguments);
        } catch (RuntimeException | Error e) {
            return failed(e);
        }
    }

    /** Ctrl-C interrupts the command, and the JVM waits until its temporary files are deleted. The host has a stop of its own. */
    private static int runInterruptibly(String[] args) {
        Thread command = Thread.currentThread();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            command.interrupt();
            try {
                ended.await(CLEANUP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try {
            int exitCode = commandLine().execute(args);
            System.out.flush();
            return exitCode;
        } finally {
            ended.countDown();
        }
    }

    private static int failed(Throwable thrown) {
        return thrown instanceof StandardOutput.NoReaderException
                ? StandardOutput.NO_READER
                : FailureReport.print(thrown, System.err);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Weir());
        for (String command : List.of("run", "doctor")) {
            SettingOptions.add(commandLine.getSubcommands().get(command).getCommandSpec());
        }
        addHelp(commandLine);
        commandLine
                .getCommandSpec()
                .versionProvider(VersionCommand::lines)
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Shows the versions, as `weir version` does.")
                        .build());
        return commandLine
                .setUsageHelpWidth(100)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setExecutionStrategy(Weir::execute)
                .setParameterExceptionHandler(Weir::wrongUsage)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e));
    }

    /** picocli would print the stack trace of an exception from --help or --version. */
    private static int execute(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (WeirException | StandardOutput.NoReaderException e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), e.getMessage(), e);
        }
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this help.")
                        .build());
        command.getSubcommands().values().forEach(Weir::addHelp);
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        System.err.println("weir: " + URL_PATH.matcher(Secrets.mask(problem(e))).replaceAll("$1/…"));
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

    /** The problem in the words of the rest of the command line. */
    private static String problem(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String argument = String.join(" ", unmatched.getUnmatched());
            return e.getCommandLine().getSubcommands().isEmpty()
                    ? "'" + argument + "' is not expected here"
                    : "there is no command '" + argument + "'";
        }
        return e.getMessage()
                .replaceFirst("^Value for option (option|positional)", "Value for $1")
                .replaceFirst("is not an? (int|long)$", "is not a whole number")
                .replaceFirst("is not an? (double|float)$", "is not a number");
    }
}
