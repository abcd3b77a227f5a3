package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weir.cli.CommandRunner;
import weir.fixtures.JarBuilder;
import weir.fixtures.host.WeirCommand;
import weir.fixtures.host.WeirCommand.Result;
import weir.keys.KeyPair;

/** A publisher, for example of versions of the bundle {@code weir.hold}, who signs by a key file. */
public final class PublishedHold {

    /** Address of the publisher. */
    public final String address;

    public final Path repository;
    private final Path folder;
    private final Path key;

    public PublishedHold(Path folder) throws IOException {
        this.folder = folder;
        this.repository = folder.resolve("repository");
        this.key = Files.writeString(folder.resolve("hotkey"), "{\"secretSeed\": \"0x07" + "00".repeat(31) + "\"}");
        byte[] seed = new byte[32];
        seed[0] = 7;
        this.address = KeyPair.ofMiniSecret(seed).publicKey().ss58();
    }

    /** The JAR of a version. */
    JarBuilder version(String version) throws IOException {
        return JarBuilder.copyOf(WeirCommand.INSTALLATION.resolve("plugins"), "weir.hold")
                .header("Bundle-Version", version);
    }

    void publish(JarBuilder jar) throws IOException {
        publish(jar.writeTo(folder.resolve("published.jar")));
    }

    public void publish(Path file) {
        sign(publishCommand(file));
    }

    /** Executes a command whose messages this publisher signs. The command runs in this JVM, the signer in a process of its own. */
    public void sign(String command) {
        Result result = CommandRunner.runWithoutHome(signed(command));
        assertEquals(0, result.exitCode(), result::toString);
    }

    /** Starts the command that publishes a JAR as a process. */
    Process start(Path jar) throws IOException {
        List<String> commandLine = new ArrayList<>(List.of(WeirCommand.SCRIPT.toString()));
        commandLine.addAll(List.of(signed(publishCommand(jar))));
        ProcessBuilder builder = new ProcessBuilder(commandLine)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("publish.log").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private String publishCommand(Path jar) {
        return "publish " + jar + " --repo " + repository + " --name lp --publisher " + address;
    }

    private String[] signed(String command) {
        return (command + " --sign keyfile --keyfile " + key).split(" ");
    }
}
