package weir.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code weir help [COMMAND...]}. Replaces picocli's own command, which does not find subcommands of a subcommand. */
@Command(name = "help", description = "Shows the help of a command, for example `weir help history import`.")
final class HelpCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Command, and its subcommand if it has any.")
    private List<String> names = List.of();

    @Override
    public void run() {
        CommandLine command = spec.parent().commandLine();
        for (String name : names) {
            CommandLine subcommand = command.getSubcommands().get(name);
            if (subcommand == null) {
                throw new UnmatchedArgumentException(command, List.of(name));
            }
            command = subcommand;
        }
        command.usage(command.getOut());
    }
}
