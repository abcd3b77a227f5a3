package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import weir.fixtures.JarBuilder;
import weir.fixtures.host.WeirCommand;
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

    void publish(JarBuilder jar) throws IOException, InterruptedException {
        publish(jar.writeTo(folder.resolve("published.jar")));
    }

    public void publish(Path file) throws IOException, InterruptedException {
        assertSucceeds(start(file));
    }

    /** Executes a command whose messages this publisher signs. */
    public void sign(String command) throws IOException, InterruptedException {
        assertSucceeds(startSigned(command));
    }

    private static void assertSucceeds(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    /** Starts the command that publishes a JAR. */
    Process start(Path jar) throws IOException {
        return startSigned("publish " + jar + " --repo " + repository + " --name lp --publisher " + address);
    }

    private Process startSigned(String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        (WeirCommand.SCRIPT + " " + command + " --sign keyfile --keyfile " + key).split(" "))
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }
}
