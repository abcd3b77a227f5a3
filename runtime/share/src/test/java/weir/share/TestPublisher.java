package weir.share;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Version;
import weir.fixtures.BundleBuilder;
import weir.installer.trust.Yank;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Platform;
import weir.keys.KeyPair;
import weir.protocol.PublicKey;
import weir.share.repository.RepositoryPublisher;
import weir.share.repository.RepositoryPublisher.Request;
import weir.share.repository.VerifiedRepository;
import weir.share.sign.MessageSignature;
import weir.share.sign.MessageSigner;

/** A publisher with a real key. */
public final class TestPublisher implements MessageSigner {

    public static final JarVerifier VERIFIER = new JarVerifier(new Platform(
            Map.of("weir.strategy", new Version("1.99.0"), "weir.uniswap.v3", new Version("1.99.0")),
            Set.of(),
            Set.of()));
    public static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final KeyPair keys;

    /** @param seed number from which the key is made */
    public TestPublisher(int seed) {
        byte[] secret = new byte[32];
        secret[0] = (byte) seed;
        this.keys = KeyPair.ofMiniSecret(secret);
    }

    public PublicKey key() {
        return keys.publicKey();
    }

    @Override
    public List<MessageSignature> sign(List<String> messages) {
        return messages.stream().map(this::sign).toList();
    }

    public MessageSignature sign(String message) {
        byte[] signature = keys.sign(message.getBytes(StandardCharsets.UTF_8));
        return new MessageSignature(Optional.empty(), key(), HexFormat.of().formatHex(signature));
    }

    /** Publishes JARs in a repository named {@code lp}. */
    public VerifiedRepository publish(Path directory, Path... jars) {
        return publish(directory, NOW, List.of(), jars);
    }

    public VerifiedRepository publish(Path directory, Instant now, List<Yank> yanked, Path... jars) {
        return new RepositoryPublisher(directory, VERIFIER, () -> now)
                .publish(
                        new Request(Optional.of(key()), Optional.of("lp"), List.of(jars), yanked, Duration.ofDays(90)),
                        this);
    }

    /** Writes the JAR of a pure strategy that may be published. */
    public static Path jar(Path directory, String name, String version, String content) {
        Path file = directory.resolve(name + "-" + version + ".jar");
        bundle(name, version, content).writeTo(file);
        return file;
    }

    public static BundleBuilder bundle(String name, String version, String content) {
        return BundleBuilder.of("weir.pure", version, content)
                .with("Bundle-SymbolicName", name)
                .with("Bundle-Description", "Keeps what it has")
                .with("Bundle-License", "Apache-2.0");
    }
}
