package weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ExitCode;
import weir.launcher.settings.Setting;

class WeirTest {

    @Test
    void helpOfRunListsEverySetting() {
        StringWriter out = new StringWriter();
        assertEquals(0, Weir.commandLine().setOut(new PrintWriter(out)).execute("run", "--help"));
        for (Setting setting : Setting.values()) {
            assertTrue(out.toString().contains(setting.flag()), setting.flag());
        }
    }

    /** The list of commands shows the first line of each description. */
    @Test
    void everyDescriptionStartsWithASentence() {
        Weir.commandLine().getSubcommands().forEach((name, command) -> {
            String[] description = command.getCommandSpec().usageMessage().description();
            assertTrue(String.format(description[0]).endsWith("."), name);
        });
    }

    @Test
    void everyCommandThatSharesHasJson() {
        List<String> without = Stream.of(
                        "publish",
                        "verify",
                        "yank",
                        "publisher",
                        "repo",
                        "search",
                        "show",
                        "trust",
                        "blocklist",
                        "allow",
                        "install",
                        "update",
                        "strategies")
                .map(name -> Weir.commandLine().getSubcommands().get(name))
                .flatMap(command -> command.getSubcommands().isEmpty()
                                || command.getCommandName().equals("trust")
                        ? Stream.concat(Stream.of(command), command.getSubcommands().values().stream())
                        : command.getSubcommands().values().stream())
                .filter(command -> command.getCommandSpec().findOption("--json") == null)
                .map(command -> command.getCommandSpec().qualifiedName())
                .toList();
        assertEquals(List.of(), without);
    }

    @Test
    void wrongUsageShowsSuggestionsAndExitsWithTwo() {
        assertTrue(errorOf("run", "--axon.prt", "1").contains("--axon.port"));
        assertTrue(errorOf("ruun").contains("`weir run`"));
        assertTrue(errorOf("frobnicate").contains("`weir help`"));
        assertTrue(errorOf("history", "inport").contains("`weir history import`"));
        assertTrue(errorOf("run", "--axon.port").contains("--axon.port"));
    }

    @Test
    void pathsOfUrlsAreNotShown() {
        String error = errorOf("history", "fetch", "--pool", "0x1", "https://node.example/s3cr3t?k=s3cr3t");
        assertTrue(error.contains("https://node.example/…"), error);
        assertFalse(error.contains("s3cr3t"), error);
    }

    @Test
    void helpShowsCommandsSubcommandsAndTheirArguments() {
        assertTrue(help().contains("rollback"));
        assertTrue(help("run").contains("--axon.port"));
        assertTrue(help("history").contains("import"));
        assertTrue(help("history", "import").contains("--pool"));
        assertTrue(help("route", "set").contains("FIELD=VALUE"));
        assertTrue(help("help").contains("COMMAND"));
        assertTrue(errorOf("help", "frobnicate").contains("there is no command 'frobnicate'"));
        assertTrue(errorOf("help", "history", "inport").contains("`weir history import`"));
        assertTrue(errorOf("help", "run", "now").contains("'now' is not expected"));
    }

    @Test
    void wrongValuesAreExplainedInPlainWords() {
        assertTrue(errorOf("tail", "-n", "x").contains("'x' is not a whole number"));
        assertTrue(errorOf("routes", "now").contains("'now' is not expected here"));
        assertTrue(errorOf("route", "set", "x", "colour").contains("Value for positional parameter"));
    }

    @Test
    void messagesAboutWrongArgumentsMaskPasswords() {
        String address = "postgresql://u:hunter2@h/db";
        for (String[] args : new String[][] {
            {"import", address},
            {address},
            {"history", "remove", address, "--pool", "1:0x" + "a1".repeat(20)},
            {"--db=" + address},
            {"route", "set", "r1", "http://u:hunter2@h"},
            {"tail", "-n", address},
            {"history", "password=hunter2"},
        }) {
            String error = errorOf(args);
            assertTrue(error.contains("…") && !error.contains("hunter2"), error);
        }
    }

    private static String help(String... names) {
        StringWriter out = new StringWriter();
        String[] args = Stream.concat(Stream.of("help"), Stream.of(names)).toArray(String[]::new);
        assertEquals(0, Weir.commandLine().setOut(new PrintWriter(out)).execute(args));
        return out.toString();
    }

    private static String errorOf(String... args) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertEquals(ExitCode.USAGE, Weir.commandLine().execute(args));
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
