package weir.share.repository;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.NOW;
import static weir.share.TestPublisher.bundle;
import static weir.share.TestPublisher.jar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.base.WeirException;
import weir.fixtures.BundleBuilder;
import weir.installer.trust.Severity;
import weir.installer.trust.Yank;
import weir.installer.verify.Permission;
import weir.share.TestPublisher;

class RepositoryPublisherTest {

    @TempDir
    Path folder;

    private final TestPublisher alice = new TestPublisher(1);
    private Path repository;

    @BeforeEach
    void nameRepository() {
        repository = folder.resolve("repository");
    }

    @Test
    void publishedRepositoryIsReadWithAllItStates() throws Exception {
        alice.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        Path threads = folder.resolve("threads.jar");
        BundleBuilder.of("weir.threads", "2.1.0", "b")
                .with("Bundle-License", "MIT OR Apache-2.0")
                .with("Require-Capability", "weir.permission;effective:=meta;weir.permission:List<String>='threads'")
                .writeTo(threads);
        alice.publish(repository, threads);

        VerifiedRepository read = VerifiedRepository.read(new DirectorySource(repository), Optional.of(alice.key()));
        assertEquals("lp", read.head().repository());
        assertEquals(2, read.head().sequence());
        assertEquals(NOW, read.head().published());
        assertEquals(NOW.plus(Duration.ofDays(90)), read.head().expires());
        Map<String, IndexedBundle> bundles = new TreeMap<>();
        read.bundles().forEach(bundle -> bundles.put(bundle.name(), bundle));
        IndexedBundle hold = bundles.get("my.hold");
        assertEquals(new Version("1.0.0"), hold.version());
        assertEquals("Apache-2.0", hold.license());
        assertEquals("Keeps what it has", hold.description());
        assertEquals(List.of("pure"), hold.strategies());
        assertEquals(Set.of(), hold.permissions());
        IndexedBundle second = bundles.get("weir.threads");
        assertEquals(Set.of(Permission.THREADS), second.permissions());
        assertEquals("MIT OR Apache-2.0", second.license());
        assertEquals(Files.size(threads), second.size());
        assertArrayEquals(
                Files.readAllBytes(threads), VerifiedRepository.readJar(new DirectorySource(repository), second));
        for (IndexedBundle bundle : read.bundles()) {
            VerifiedRepository.verifyAuthor(new DirectorySource(repository), bundle, alice.key());
        }
    }

    /** bnd's Maven plugin writes the licence of a POM in quotes. */
    @Test
    void quotedLicenseWithAttributesIsRead() {
        Path jar = folder.resolve("quoted.jar");
        bundle("my.hold", "1.0.0", "a")
                .with("Bundle-License", "\"Apache-2.0\";link=\"https://example.org/license\"")
                .writeTo(jar);
        alice.publish(repository, jar);
        VerifiedRepository read = VerifiedRepository.read(new DirectorySource(repository), Optional.of(alice.key()));
        assertEquals("Apache-2.0", read.bundles().get(0).license());
    }

    @Test
    void equalInputsGiveEqualBytes() throws Exception {
        Path one = jar(folder, "my.hold", "1.0.0", "a");
        Path other = jar(folder, "my.hold", "1.1.0", "a");
        alice.publish(repository, one, other);
        Path second = folder.resolve("second");
        alice.publish(second, other, one);
        for (String file : List.of(RepositoryHead.INDEX, RepositoryHead.FILE)) {
            assertEquals(Files.readString(repository.resolve(file)), Files.readString(second.resolve(file)));
        }
        assertEquals(files(repository), files(second));
    }

    @Test
    void headNamesTheHeadBefore() {
        VerifiedRepository first = alice.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        VerifiedRepository renewed = alice.publish(repository);
        assertEquals(Optional.empty(), first.head().previous());
        assertEquals(Optional.of(first.headSha256()), renewed.head().previous());
        assertEquals(first.bundles(), renewed.bundles());
    }

    @Test
    void publishedVersionIsReplacedOnlyIfItIsWithdrawn() {
        VerifiedRepository first = alice.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        Path changed = jar(folder, "my.hold", "1.0.0", "changed");
        assertRejected("is already published with other content", changed);
        String hash = first.bundles().get(0).sha256();
        Yank yank = new Yank(hash, Severity.HOLD, "loses money", Optional.of("1.0.0"));
        VerifiedRepository after = alice.publish(repository, NOW, List.of(yank), changed);
        assertEquals(2, after.bundles().size());
        assertEquals(
                List.of(yank),
                VerifiedRepository.read(new DirectorySource(repository), Optional.empty())
                        .head()
                        .yanked());
        assertEquals(List.of(yank), alice.publish(repository).head().yanked(), "it stays withdrawn");
    }

    /** A thief of the key has published it in a repository of its own. */
    @Test
    void bundleThatTheIndexDoesNotHaveCanBeWithdrawn() {
        alice.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        Yank yank = new Yank("ab".repeat(32), Severity.STOP, "not mine", Optional.empty());
        alice.publish(repository, NOW, List.of(yank));
        VerifiedRepository read = VerifiedRepository.read(new DirectorySource(repository), Optional.empty());
        assertEquals(List.of(yank), read.yanked());
        assertFalse(read.yanked().get(0).isIndexed(), "copies of other origin are only warned of");
        assertYankRejected("yanked.bundle", new Yank("ab", Severity.STOP, "late", Optional.empty()));
    }

    @Test
    void withdrawalThatReadersWouldRejectLeavesTheOldHead() {
        VerifiedRepository first = alice.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        String hash = first.bundles().get(0).sha256();
        Map<String, String> before = files(repository);
        for (String reason : List.of("", "x".repeat(501), "two\nlines", "zero\u200bwidth")) {
            assertYankRejected("yanked.reason", new Yank(hash, Severity.STOP, reason, Optional.empty()));
        }
        assertYankRejected("yanked.instead", new Yank(hash, Severity.STOP, "late", Optional.of("1.2.0 or newer")));
        assertEquals(before, files(repository));
        alice.publish(repository, NOW, List.of(new Yank(hash, Severity.STOP, "x".repeat(500), Optional.of("1.2.0"))));
    }

    private void assertYankRejected(String field, Yank yank) {
        WeirException rejection =
                assertThrows(WeirException.class, () -> alice.publish(repository, NOW, List.of(yank)));
        assertTrue(rejection.problem().contains(field), rejection::problem);
    }

    @Test
    void jarThatMustNotBePublishedIsRejectedWithARemedy() throws Exception {
        alice.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        Path jar = folder.resolve("bad.jar");
        BundleBuilder.of("weir.threads", "1.0.0", "a")
                .with("Bundle-License", "MIT")
                .writeTo(jar);
        assertRejected("does not declare: threads (weir/threads/ThreadStrategy.class uses java.lang.Thread.", jar);
        BundleBuilder.of("weir.pure", "1.0.0", "a").writeTo(jar);
        assertRejected("its manifest has no Bundle-License", jar);
        bundle("my.hold", "1.1.0", "a").with("Bundle-License", "my own terms!").writeTo(jar);
        assertRejected("'my own terms!' is no SPDX expression", jar);
        Files.writeString(jar, "no JAR");
        assertRejected("the JAR is damaged", jar);
        assertRejected("it is a directory", Files.createDirectory(folder.resolve("directory.jar")));
        assertRejected("cannot read", folder.resolve("missing.jar"));
    }

    private void assertRejected(String words, Path jar) {
        Map<String, String> before = files(repository);
        WeirException rejection = assertThrows(WeirException.class, () -> alice.publish(repository, jar));
        assertTrue(rejection.getMessage().contains(words), rejection.getMessage());
        assertFalse(rejection.remedy().isEmpty());
        assertEquals(before, files(repository));
    }

    @Test
    void wrongSignaturePublishesNothing() {
        alice.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        Map<String, String> before = files(repository);
        TestPublisher mallory = new TestPublisher(2);
        RepositoryPublisher publisher = new RepositoryPublisher(repository, TestPublisher.VERIFIER, () -> NOW);
        RepositoryPublisher.Request request = new RepositoryPublisher.Request(
                Optional.empty(),
                Optional.empty(),
                List.of(jar(folder, "my.hold", "1.1.0", "a")),
                List.of(),
                Duration.ofDays(1));
        WeirException other = assertThrows(WeirException.class, () -> publisher.publish(request, mallory));
        assertTrue(other.getMessage().contains("is signed by " + mallory.key() + ", trusted is " + alice.key()));
        WeirException few = assertThrows(WeirException.class, () -> publisher.publish(request, messages -> List.of()));
        assertTrue(few.getMessage().contains("0 signatures were given for 2 messages"));
        WeirException swapped = assertThrows(
                WeirException.class,
                () -> publisher.publish(
                        request, messages -> List.of(alice.sign(messages.get(1)), alice.sign(messages.get(0)))));
        assertTrue(swapped.getMessage().contains("is no valid signature of 'weir-bundle-v1:"), swapped.getMessage());
        assertEquals(before, files(repository));
    }

    @Test
    void repositoryOfAnotherPublisherIsNotContinued() {
        new TestPublisher(2).publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        assertThrows(WeirException.class, () -> alice.publish(repository));
    }

    /** The moment of publication is the rename of the directory. */
    @Test
    void interruptedPublicationIsDroppedBeforeItsRenameAndCompletedAfterIt() throws Exception {
        alice.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        Path next = folder.resolve("next");
        copy(repository, next);
        alice.publish(next, jar(folder, "my.hold", "1.1.0", "a"));
        for (String name : List.of(".head.part", ".head")) {
            Path killed = folder.resolve("killed" + name);
            copy(repository, killed);
            copy(next.resolve("bundles"), killed.resolve("bundles"));
            Files.createDirectory(killed.resolve(name));
            for (String file : List.of(RepositoryHead.INDEX, RepositoryHead.FILE, RepositoryHead.SIGNATURE)) {
                Files.copy(next.resolve(file), killed.resolve(name).resolve(file));
            }
            VerifiedRepository after = alice.publish(killed);
            assertEquals(name.equals(".head") ? 3 : 2, after.head().sequence());
            assertEquals(name.equals(".head") ? 2 : 1, after.bundles().size());
            assertFalse(Files.exists(killed.resolve(name)));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (!Files.exists(target)) {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** Content of all files but the signatures, which differ each time. */
    private static Map<String, String> files(Path directory) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(file).toString();
                files.put(
                        name,
                        name.endsWith(".sig") ? "" : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
