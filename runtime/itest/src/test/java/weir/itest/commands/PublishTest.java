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
import weir.cli.CommandRunner;
import weir.fixtures.host.WeirCommand;
import weir.fixtures.host.WeirCommand.Result;
import weir.keys.KeyPair;

/** The commands that share, of the assembled release, with a real key in a process of its own. */
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

        String jar = weir(0, "verify", HOLD.toString());
        assertTrue(jar.contains("uses       pure"), jar);

        try (Stream<Path> files = Files.list(repository.resolve("bundles"))) {
            Path stored = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
            Files.write(stored, new byte[] {1});
        }
        String altered = weir(1, "verify", repository.toString());
        assertTrue(altered.contains("has the hash ") && altered.contains(", expected is "), altered);
        String missing = weir(2, "verify", folder.resolve("none").toString());
        assertTrue(missing.contains("does not exist"), missing);
    }

    @Test
    void strategyOfATrustedPublisherIsFound() throws Exception {
        Path key = folder.resolve("hotkey");
        Files.writeString(key, "{\"secretSeed\": \"0x07" + "00".repeat(31) + "\"}");
        byte[] seed = new byte[32];
        seed[0] = 7;
        String address = KeyPair.ofMiniSecret(seed).publicKey().ss58();
        String repository = folder.resolve("repository").toString();
        String[] home = {"--home", folder.resolve("home").toString()};
        weir(
                0,
                ("publish " + HOLD + " --repo " + repository + " --name lp --publisher " + address
                                + " --sign keyfile --keyfile " + key)
                        .split(" "));

        assertTrue(weir(0, with(home, "search")).startsWith("BUNDLE"));
        assertTrue(weir(2, with(home, "show", "alice/weir.hold")).contains("there is no bundle alice/weir.hold"));
        String asked = run(2, with(home, "repo", "add", repository));
        assertTrue(asked.contains("signed by " + address) && asked.contains("nothing was added"), asked);
        String added = weir(0, with(home, "repo", "add", repository, "--alias", "alice"));
        assertTrue(added.contains("lp of alice (" + address + "): sequence 1, 1 bundles"), added);
        String found = weir(0, with(home, "search", "HOLD", "--pure", "--license", "apache-2.0"));
        assertTrue(found.contains("alice/weir.hold"), found);
        assertTrue(!weir(0, with(home, "search", "follower")).contains("alice"));
        String shown = weir(0, with(home, "show", "alice/weir.hold"));
        assertTrue(shown.lines().anyMatch(line -> line.matches(" *1\\.0\\.0 +lp +pure +Apache-2\\.0 +yes .*")), shown);
        JsonObject json = JsonParser.parseString(weir(0, with(home, "show", "alice/weir.hold", "--json")))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
        assertEquals(address, json.get("publisher").getAsString());
        assertTrue(json.get("fits").getAsBoolean());

        weir(0, with(home, "trust", address, "--alias", "al"));
        assertTrue(weir(0, with(home, "trust", "list")).contains("al     " + address));
        assertTrue(weir(0, with(home, "repo", "list")).contains(repository));
        weir(0, with(home, "repo", "remove", repository));
        assertTrue(weir(2, with(home, "repo", "remove", repository)).contains("no repository has the address"));
        assertTrue(weir(0, with(home, "trust", "list")).contains("fenced"));
        assertTrue(weir(0, with(home, "trust", "isolate", "al", "separate")).contains("without a fence"));
        assertTrue(weir(2, with(home, "trust", "isolate", "al", "open")).contains("'open' is not a level"));
        assertTrue(weir(2, with(home, "trust", "isolate", "al", "external")).contains("needs a command"));
        assertTrue(weir(2, with(home, "trust", "isolate", "eve", "host")).contains("is no trusted publisher"));
        String[] wrapper = {"--", "runsc", "--rootless", "do"};
        weir(0, with(wrapper, with(home, "trust", "isolate", "al", "external")));
        weir(0, with(home, "trust", address, "--alias", "al2"));
        assertTrue(weir(0, with(home, "trust", "list")).contains("external, by: runsc --rootless do"));
        weir(0, with(home, "trust", "remove", "al2"));
        assertTrue(weir(2, with(home, "trust", "remove", "al2")).contains("is no trusted publisher"));
        assertTrue(weir(2, with(home, "trust")).contains("--alias NAME"));
    }

    private static String[] with(String[] home, String... arguments) {
        return Stream.concat(Stream.of(arguments), Stream.of(home)).toArray(String[]::new);
    }

    private static JsonObject bundle(JsonObject repository) {
        return repository.getAsJsonArray("bundles").get(0).getAsJsonObject();
    }

    /** Runs a command in this JVM. */
    private static String weir(int exitCode, String... arguments) {
        Result result = CommandRunner.runWithoutHome(arguments);
        String text = result.out() + result.err();
        assertEquals(exitCode, result.exitCode(), text);
        return text;
    }

    /** Runs a command as a process. */
    private static String run(int exitCode, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(WeirCommand.SCRIPT.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close(); // a question gets no answer
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(exitCode, process.waitFor(), text);
        return text;
    }
}
