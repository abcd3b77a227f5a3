package weir.bench.share;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import weir.fixtures.JarBuilder;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Platform;
import weir.keys.KeyPair;
import weir.launcher.Assembly;
import weir.share.repository.RepositoryPublisher;
import weir.share.repository.RepositoryPublisher.Request;
import weir.share.sign.MessageSignature;
import weir.share.sign.MessageSigner;

/** Repositories of several publishers with real signatures, and a web server on the loopback interface that serves them. */
final class PublishedRepositories implements AutoCloseable {

    private static final int THREADS = 4;

    private final Path folder;
    private final int bundles;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    /** @param bundles bundles of each publisher */
    PublishedRepositories(Path folder, int bundles) throws IOException {
        this.folder = folder;
        this.bundles = bundles;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] content = Files.readAllBytes(
                        folder.resolve(exchange.getRequestURI().getPath().substring(1)));
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        });
        server.start();
    }

    static KeyPair key(int publisher) {
        byte[] secret = new byte[32];
        secret[0] = (byte) (publisher + 1);
        return KeyPair.ofMiniSecret(secret);
    }

    String address(int publisher) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + publisher;
    }

    /** Publishes a version of all bundles of a publisher, derived from the shipped strategy hold. */
    void publish(int publisher, String version) throws IOException {
        JarVerifier verifier =
                new JarVerifier(Platform.in(Assembly.running().folder().resolve("system")));
        KeyPair key = key(publisher);
        List<Path> jars = new ArrayList<>();
        for (int bundle = 0; bundle < bundles; bundle++) {
            Path jar = folder.resolve(publisher + "-" + bundle + ".jar");
            jars.add(JarBuilder.copyOf(Assembly.running().folder().resolve("plugins"), "weir.hold")
                    .header("Bundle-SymbolicName", "bench.p" + publisher + ".b" + bundle)
                    .header("Bundle-Version", version)
                    .writeTo(jar));
        }
        MessageSigner signer = messages -> messages.stream()
                .map(message -> new MessageSignature(
                        Optional.empty(),
                        key.publicKey(),
                        HexFormat.of().formatHex(key.sign(message.getBytes(StandardCharsets.UTF_8)))))
                .toList();
        new RepositoryPublisher(folder.resolve(Integer.toString(publisher)), verifier, InstantSource.system())
                .publish(
                        new Request(
                                Optional.of(key.publicKey()), Optional.of("lp"), jars, List.of(), Duration.ofDays(90)),
                        signer);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
