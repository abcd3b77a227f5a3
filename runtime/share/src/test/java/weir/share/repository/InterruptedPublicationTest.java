package weir.share.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static weir.share.TestPublisher.VERIFIER;
import static weir.share.TestPublisher.jar;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.base.WeirException;
import weir.share.TestPublisher;

/** What a kill between the replacements of index, head and signature leaves. */
class InterruptedPublicationTest {

    @TempDir
    Path folder;

    private final TestPublisher alice = new TestPublisher(1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void verificationNamesTheCommandThatCompletesIt(int replaced) throws Exception {
        Path repository = folder.resolve("repository");
        Path later = folder.resolve("later");
        alice.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        alice.publish(later, jar(folder, "my.hold", "1.0.0", "a"));
        alice.publish(later, jar(folder, "my.hold", "1.1.0", "a"));
        Path pending = Files.createDirectory(repository.resolve(".head"));
        String[] files = {RepositoryHead.INDEX, RepositoryHead.FILE, RepositoryHead.SIGNATURE};
        for (int i = 0; i < files.length; i++) {
            Path file = Files.copy(later.resolve(files[i]), pending.resolve(files[i]));
            if (i < replaced) {
                Files.write(repository.resolve(files[i]), Files.readAllBytes(file));
            }
        }
        try (var jars = Files.newDirectoryStream(later.resolve("bundles"))) {
            for (Path jar : jars) {
                Files.write(repository.resolve("bundles").resolve(jar.getFileName()), Files.readAllBytes(jar));
            }
        }
        WeirException failure = assertThrows(
                WeirException.class, () -> RepositoryVerification.verify(repository, Optional.empty(), VERIFIER));
        assertEquals("Run `weir publish --repo " + repository + "`, which completes it.", failure.remedy());
        alice.publish(repository);
        VerifiedRepository completed = RepositoryVerification.verify(repository, Optional.empty(), VERIFIER);
        assertEquals(2, completed.bundles().size());
        assertEquals(3, completed.head().sequence());
    }
}
