package weir.share.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.installer.BundleIdentity;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.VerifiedPlugin;
import weir.protocol.PublicKey;

/** Verifies a whole repository in a directory, as its publisher and its mirrors should before they serve it. */
public final class RepositoryVerification {

    private RepositoryVerification() {}

    /**
     * Verifies head, index, each JAR with its author's signature, and that the index states what the JAR contains.
     *
     * @param publisher trusted key; empty to accept the key that the head names
     * @throws WeirException with the first problem
     */
    public static VerifiedRepository verify(Path directory, Optional<PublicKey> publisher, JarVerifier verifier) {
        DirectorySource source = new DirectorySource(directory);
        VerifiedRepository repository;
        try {
            repository = VerifiedRepository.read(source, publisher);
        } catch (WeirException e) {
            if (RepositoryPublisher.head(directory).isPending()) {
                throw WeirException.failed(
                        e.problem() + ": a publication was interrupted while it replaced the head",
                        "Run `weir publish --repo " + directory + "`, which completes it.",
                        e);
            }
            throw e;
        }
        for (IndexedBundle bundle : repository.bundles()) {
            byte[] jar = VerifiedRepository.readJar(source, bundle);
            verify(directory.resolve(bundle.path()), jar, bundle, verifier);
            VerifiedRepository.verifyAuthor(source, bundle, repository.head().publisher());
        }
        repository.head().reports().forEach(entry -> VerifiedRepository.readReport(source, entry));
        return repository;
    }

    /**
     * Verifies that a JAR is a plugin that the host can run, that it is what the index says, and that it uses only the permissions that it
     * declares.
     *
     * @param place the JAR's path or address, for messages
     * @throws WeirException with the first problem
     */
    public static VerifiedPlugin verify(Object place, byte[] jar, IndexedBundle bundle, JarVerifier verifier) {
        try {
            TemporaryDirectory temporary = TemporaryDirectory.create("weir-verify");
            try {
                VerifiedPlugin plugin =
                        verifier.verify(Files.write(temporary.path().resolve("a.jar"), jar));
                if (!plugin.identity().equals(new BundleIdentity(bundle.name(), bundle.version()))) {
                    throw differs(place, "is " + plugin.identity(), bundle.toString());
                }
                if (!plugin.permissions().declared().equals(bundle.permissions())) {
                    throw differs(
                            place,
                            "declares the permissions " + plugin.permissions().declared(),
                            bundle.permissions().toString());
                }
                if (!plugin.permissions().undeclared().isEmpty()) {
                    throw WeirException.failed(
                            place + " uses permissions that it does not declare: "
                                    + plugin.permissions().describeUndeclared(),
                            "Do not install it. Ask its publisher to declare them.");
                }
                return plugin;
            } finally {
                temporary.remove();
            }
        } catch (PluginRejectedException e) {
            throw WeirException.failed(place + ": " + e.problem(), "Ask its publisher: " + e.remedy() + ".");
        } catch (IOException e) {
            throw WeirException.failed("cannot write a temporary file", "Free space in the temporary directory.", e);
        }
    }

    private static WeirException differs(Object place, String found, String stated) {
        return WeirException.failed(
                place + " " + found + ", but the index says " + stated,
                "Do not install it. Ask its publisher to publish it with `weir publish`.");
    }
}
