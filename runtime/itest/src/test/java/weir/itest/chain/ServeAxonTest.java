package weir.itest.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.client.FakeSubtensor;
import weir.chain.internal.metagraph.FakeNodeServer;
import weir.fixtures.Await;
import weir.fixtures.host.WeirCommand;
import weir.keys.KeyPair;
import weir.protocol.PublicKey;

/** {@code bin/weir serve-axon} of the assembled directory, with a fake node of the chain behind a real WebSocket. */
class ServeAxonTest {

    private static final String SEED = "0x" + "07".repeat(32);
    /** The framework, and what only a host needs. */
    private static final List<String> FORBIDDEN =
            List.of("org/apache/felix/", "org/osgi/framework/", "weir/installer/", "weir/router/");

    @TempDir
    private Path folder;

    private static PublicKey hotkey() {
        try (KeyPair pair = KeyPair.ofMiniSecret("\7".repeat(32).getBytes(StandardCharsets.US_ASCII))) {
            return pair.publicKey();
        }
    }

    private Process start(FakeNodeServer node) throws IOException {
        Path hotkeys = Files.createDirectories(folder.resolve("wallets/mine/hotkeys"));
        Files.writeString(hotkeys.resolve("first"), SEED);
        Files.writeString(hotkeys.resolve("firstpub.txt"), "{\"ss58Address\": \"" + hotkey() + "\"}");
        ProcessBuilder builder = new ProcessBuilder(
                        WeirCommand.SCRIPT.toString(),
                        "serve-axon",
                        "--wallet.path",
                        folder.resolve("wallets").toString(),
                        "--wallet.name",
                        "mine",
                        "--wallet.hotkey",
                        "first",
                        "--axon.external_ip",
                        "203.0.113.7",
                        "--subtensor.chain_endpoint",
                        node.uri().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("WEIR_HOME", folder.resolve("home").toString());
        return builder.start();
    }

    private Path output() {
        return folder.resolve("output");
    }

    /** A strategy in the host could write another address into the settings file. */
    @Test
    void addressIsPublishedAndTheSettingsOfTheHostAreNotRead() throws Exception {
        Path settings = folder.resolve("home/conf/weir.properties");
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "axon.port=9999\naxon.external_port=9998\n");
        FakeSubtensor chain = new FakeSubtensor(hotkey(), Instant.now());
        try (FakeNodeServer node = new FakeNodeServer(chain.node)) {
            Process process = start(node);
            try {
                Await.until(
                        () -> {
                            synchronized (chain.node) {
                                return !chain.extrinsics.isEmpty();
                            }
                        },
                        this::printed);
                synchronized (chain.node) {
                    chain.publish(new byte[] {(byte) 203, 0, 113, 7}, 8091, chain.node.head());
                    chain.setNonce(chain.nonce() + 1);
                    chain.node.makeBlocks(1);
                }
                assertTrue(process.waitFor(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS), this::printed);
            } finally {
                process.destroyForcibly();
            }
            assertEquals(0, process.exitValue(), this::printed);
            assertTrue(printed().contains("published 203.0.113.7:8091, finalised at block 1001"), printed());
            assertTrue(printed().contains(settings + " is not read, because the host can write it"), printed());
        }
    }

    private String printed() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void classPathHasNoFramework() throws IOException {
        try (Stream<Path> jars = Files.list(WeirCommand.INSTALLATION.resolve("lib/signer"))) {
            for (Path jar : jars.toList()) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    assertEquals(
                            List.of(),
                            file.stream()
                                    .map(Object::toString)
                                    .filter(entry -> FORBIDDEN.stream().anyMatch(entry::startsWith))
                                    .toList(),
                            jar.toString());
                }
            }
        }
    }
}
