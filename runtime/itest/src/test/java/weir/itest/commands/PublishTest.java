package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.host.WeirCommand;
import weir.keys.KeyPair;

/** {@code weir publish} and {@code weir verify} of the assembled release, with a real key in a process of its own. */
class PublishTest {

    private static final Path HOLD = WeirCommand.INSTALLATION.resolve("plugins/weir.hold-1.0.0.jar");

    @TempDir
    Path folder;

    @Test
    void publishedStrategyIsVerifiedUntilAFileChanges() throws Exception {
        Path key = folder.resolve("hotkey");
        Files.writeString(key, "{\"secretSeed\": \"0x07" + "00".repeat(31) + "\"}");
        byte[] seed = new byte[32];
        seed[0] = 7;
        String address = KeyPair.ofMiniSecret(seed).publicKey().ss58();
        Path repository = folder.resolve("repository");

        String published = run(
                0,
                "publish",
                HOLD.toString(),
                "--repo",
                repository.toString(),
                "--name",
                "lp",
                "--publisher",
                address,
                "--sign",
                "keyfile",
                "--keyfile",
                key.toString());
        assertTrue(published.contains("published lp, sequence 1, 1 bundles, by " + address), published);
        JsonObject verified = JsonParser.parseString(
                        run(0, "verify", repository.toString(), "--publisher", address, "--json"))
                .getAsJsonObject();
        assertEquals(1, verified.get("sequence").getAsLong());
        assertEquals("[\"hold\"]", bundle(verified).get("strategies").toString());
        assertEquals("[]", bundle(verified).get("permissions").toString());

        String jar = run(0, "verify", HOLD.toString());
        assertTrue(jar.contains("uses       pure"), jar);

        try (Stream<Path> files = Files.list(repository.resolve("bundles"))) {
            Path stored = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
            Files.write(stored, new byte[] {1});
        }
        String altered = run(1, "verify", repository.toString());
        assertTrue(altered.contains("has the hash ") && altered.contains(", expected is "), altered);
        String missing = run(2, "verify", folder.resolve("none").toString());
        assertTrue(missing.contains("does not exist"), missing);
    }

    private static JsonObject bundle(JsonObject repository) {
        return repository.getAsJsonArray("bundles").get(0).getAsJsonObject();
    }

    private static String run(int exitCode, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(WeirCommand.SCRIPT.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(exitCode, process.waitFor(), text);
        return text;
    }
}
