package weir.cli.trust;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.cli.share.ShareOptions;
import weir.installer.trust.Isolation;
import weir.installer.trust.Trust;
import weir.isolation.Level;

/** {@code weir trust isolate}. */
@Command(
        name = "isolate",
        description = {
            "Chooses where the bundles of a publisher run. The default is fenced. The host applies the change at once.",
            "  fenced    in a child process that reaches no file, network or other process",
            "  separate  in a child process that reaches what the host's user reaches; a crash stays there",
            "  host      in the JVM of the host, if the bundle is pure; other bundles are fenced",
            "  external  in a child process that your command starts, for example in a container"
        },
        sortOptions = false)
final class IsolateCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "ALIAS|SS58", description = "The publisher.")
    private String name;

    @Parameters(index = "1", paramLabel = "LEVEL", description = "fenced, separate, host or external.")
    private String levelId;

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "For external, after --: program and arguments. The command of the child's JVM is appended.")
    private List<String> wrapper = List.of();

    @Mixin
    private ShareOptions options;

    @Override
    public void run() {
        Isolation isolation = isolation();
        String words = wrapper.isEmpty() ? "" : " -- " + String.join(" ", wrapper);
        options.trustFile().update("isolate " + name + " " + levelId + words, trust -> {
            Trust.Publisher publisher = trust.publisher(name).orElseThrow(() -> TrustCommand.unknown(name));
            return trust.with(publisher.withIsolation(isolation));
        });
        options.showDone("isolation", isolation.level().id(), "bundles of " + name + " run " + effect(isolation));
    }

    private Isolation isolation() {
        Level level = Level.of(levelId)
                .orElseThrow(() -> WeirException.usage(
                        "'" + levelId + "' is not a level", "Write fenced, separate, host or external."));
        if (level == Level.EXTERNAL && wrapper.isEmpty()) {
            throw WeirException.usage(
                    "the level external needs a command",
                    "Give: weir trust isolate " + name + " external -- PROGRAM ARGUMENT…");
        }
        if (level != Level.EXTERNAL && !wrapper.isEmpty()) {
            throw WeirException.usage(
                    "the level " + levelId + " takes no command", "Leave out: " + String.join(" ", wrapper));
        }
        try {
            return new Isolation(level, wrapper);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(e.getMessage(), "Put a longer command into a script.");
        }
    }

    private static String effect(Isolation isolation) {
        return switch (isolation.level()) {
            case HOST -> "in the JVM of the host if they are pure, and fenced if not";
            case SEPARATE ->
                "in a child process without a fence: their code reaches the files and the network of the host's user";
            case FENCED -> "in a fenced child process";
            case EXTERNAL -> "in a child process that is started by: " + String.join(" ", isolation.wrapper());
        };
    }
}
