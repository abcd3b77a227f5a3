package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import weir.cli.CommandRunner;
import weir.fixtures.host.WeirCommand.Result;
import weir.keys.KeyPair;

/** Commands of authors, keepers and operators, run in this JVM. Keys are read from files by a process of its own, as in a release. */
final class ShareCommands {

    private final Path folder;
    private final Path home;

    /** @param home home of the operator */
    ShareCommands(Path folder, Path home) {
        this.folder = folder;
        this.home = home;
    }

    /** A key with its file. */
    record Key(String address, Path file) {}

    Key key(int number) throws IOException {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        Path file = Files.writeString(
                folder.resolve("key" + number), "{\"secretSeed\": \"0x%02x%s\"}".formatted(number, "00".repeat(31)));
        return new Key(KeyPair.ofMiniSecret(seed).publicKey().ss58(), file);
    }

    /** Runs a command of an operator and returns what it printed. */
    String operator(int exitCode, String... arguments) {
        return text(exitCode, CommandRunner.run(home, arguments));
    }

    /** Runs a command of an operator with {@code --json}. */
    JsonElement json(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.add("--json");
        Result result = CommandRunner.run(home, line.toArray(String[]::new));
        return JsonParser.parseString(result.out());
    }

    /** Runs a command that signs with a key, and returns what it printed. */
    String signed(int exitCode, Key key, String... arguments) {
        return text(exitCode, sign(key, arguments));
    }

    /** Runs a command that signs, with {@code --json}. */
    JsonElement signedJson(Key key, String... arguments) {
        List<String> line = new ArrayList<>(Arrays.asList(arguments));
        line.add("--json");
        Result result = sign(key, line.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result::toString);
        return JsonParser.parseString(result.out());
    }

    /** Runs a command that signs with a key. */
    static Result sign(Key key, String... arguments) {
        List<String> line = new ArrayList<>(Arrays.asList(arguments));
        line.addAll(List.of("--sign", "keyfile", "--keyfile", key.file().toString()));
        return CommandRunner.runWithoutHome(line.toArray(String[]::new));
    }

    private static String text(int exitCode, Result result) {
        assertEquals(exitCode, result.exitCode(), result::toString);
        return result.out() + result.err();
    }

    static void assertContains(String words, String text) {
        assertTrue(text.contains(words), () -> "'" + words + "' is not in:\n" + text);
    }
}
