package weir.cli.backtest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import picocli.CommandLine;
import weir.base.WeirException;

@ResourceLock(Resources.SYSTEM_OUT)
class ScoreCommandTest {

    @TempDir
    Path home;

    private String score(String... flags) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            CommandLine command = new CommandLine(new ScoreCommand());
            command.setExecutionExceptionHandler((e, line, result) -> {
                System.out.println(((WeirException) e).getMessage());
                return 2;
            });
            String[] arguments = new String[flags.length + 2];
            arguments[0] = "--home";
            arguments[1] = home.toString();
            System.arraycopy(flags, 0, arguments, 2, flags.length);
            command.execute(arguments);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsParticipationOfTheDecisionJournal() throws IOException {
        Files.createDirectories(home.resolve("data"));
        Files.writeString(
                home.resolve("data/decisions.jsonl"),
                "{\"at\":\"" + Instant.now() + "\",\"validator\":\"5Fvalidator\",\"pair\":\"0xab\",\"job\":\"job-7\","
                        + "\"round\":\"r\",\"roundType\":\"evaluation\",\"decision\":\"keep\"}\n{\"at\":\n");
        String one = score("--eligibility-days=1");
        assertTrue(one.contains("5Fvalidator") && one.contains("job-7") && one.contains("1 of 1"), one);
        assertTrue(one.contains("with a positive combined score"), one);
        String seven = score("--eligibility-days=7");
        assertTrue(seven.contains("1 of 7") && seven.contains("only if whitelisted"), seven);
        assertFalse(score("--json").contains("job-7"));
    }

    @Test
    void saysNothingWithoutAJournal() {
        assertFalse(score().contains("participation"));
    }

    @Test
    void eligibilityWithoutDaysIsRejected() {
        String message = score("--eligibility-days=0");
        assertTrue(message.contains("--eligibility-days: 0 eligibility days must be at least 1"), message);
    }
}
