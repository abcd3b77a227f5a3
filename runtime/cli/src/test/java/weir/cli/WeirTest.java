package weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import weir.launcher.settings.Setting;

class WeirTest {

    @Test
    void helpOfRunNamesEverySetting() {
        StringWriter out = new StringWriter();
        assertEquals(0, Weir.commandLine().setOut(new PrintWriter(out)).execute("run", "--help"));
        for (Setting setting : Setting.values()) {
            assertTrue(out.toString().contains(setting.flag()), setting.flag());
        }
    }

    /** The list of commands shows the first line of each description: it must be a sentence. */
    @Test
    void everyCommandSaysWhatItDoesInALine() {
        Weir.commandLine().getSubcommands().forEach((name, command) -> {
            // Picocli's own help command has its own words.
            if (command.getCommand() instanceof HelpCommand) {
                return;
            }
            String[] description = command.getCommandSpec().usageMessage().description();
            assertTrue(String.format(description[0]).endsWith("."), name);
        });
    }

    @Test
    void wrongUsageSuggestsAndEndsWithTwo() {
        assertTrue(complaint("run", "--axon.prt", "1").contains("--axon.port"));
        assertTrue(complaint("rnu").contains("`weir run`"));
        assertTrue(complaint("frobnicate").contains("`weir help`"));
        assertTrue(complaint("history", "inport").contains("`weir history import`"));
        assertTrue(complaint("run", "--axon.port").contains("--axon.port"));
    }

    private static String complaint(String... args) {
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
