package weir.share.repository;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.jar;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.share.TestPublisher;

/** A repository whose files were changed by someone else than its publisher. */
class AlteredRepositoryTest {

    @TempDir
    Path folder;

    private final TestPublisher alice = new TestPublisher(1);
    private Path repository;
    private DirectorySource source;

    @BeforeEach
    void publish() {
        repository = folder.resolve("repository");
        source = new DirectorySource(repository);
        alice.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        assertDoesNotThrow(() -> VerifiedRepository.read(source, Optional.of(alice.key())));
    }

    @Test
    void alteredIndexOrJarIsReportedWithBothHashes() throws Exception {
        VerifiedRepository good = VerifiedRepository.read(source, Optional.of(alice.key()));
        IndexedBundle bundle = good.bundles().get(0);
        Path jar = repository.resolve(bundle.path());
        byte[] altered = Files.readAllBytes(jar);
        altered[altered.length / 2] ^= 1;
        Files.write(jar, altered);
        assertFails(
                "has the hash " + Sha256.of(altered) + ", expected is " + bundle.sha256(),
                () -> VerifiedRepository.readJar(source, bundle));

        Path index = repository.resolve("index.xml");
        String text = Files.readString(index).replace("my.hold", "my.hole");
        Files.writeString(index, text);
        assertFails(
                "has the hash " + Sha256.of(text.getBytes(StandardCharsets.UTF_8)) + ", expected is "
                        + good.head().indexSha256(),
                this::read);
    }

    @Test
    void alteredHeadIsRejected() throws Exception {
        Path head = repository.resolve("weir.json");
        Files.writeString(head, Files.readString(head).replace("\"sequence\":1", "\"sequence\":9"));
        assertFails("is a signature of 'weir-head-v1:", this::read);
        // The signature without its message, as btcli prints it.
        Path signature = repository.resolve("weir.json.sig");
        Files.writeString(signature, Files.readString(signature).replaceFirst("\"message\":\"[^\"]*\",", ""));
        assertFails("is no valid signature of 'weir-head-v1:", this::read);
    }

    @Test
    void headOfAnotherPublisherNamesBothKeys() throws Exception {
        TestPublisher mallory = new TestPublisher(2);
        Path other = folder.resolve("other");
        mallory.publish(other, jar(folder, "my.hold", "1.0.0", "b"));
        assertFails(
                "is signed by " + mallory.key() + ", trusted is " + alice.key(),
                () -> VerifiedRepository.read(new DirectorySource(other), Optional.of(alice.key())));
        // Mallory signs a head that names Alice.
        Path head = other.resolve("weir.json");
        Files.writeString(
                head,
                Files.readString(head).replace(mallory.key().ss58(), alice.key().ss58()));
        assertFails(
                "is signed by " + mallory.key() + ", trusted is " + alice.key(),
                () -> VerifiedRepository.read(new DirectorySource(other), Optional.empty()));
    }

    @Test
    void signatureOfABundleIsNoSignatureOfAHead() throws Exception {
        IndexedBundle bundle =
                VerifiedRepository.read(source, Optional.empty()).bundles().get(0);
        Files.copy(
                repository.resolve(bundle.signaturePath()),
                repository.resolve("weir.json.sig"),
                StandardCopyOption.REPLACE_EXISTING);
        assertFails("is a signature of 'weir-bundle-v1:", this::read);
    }

    @Test
    void missingFileIsNamed() throws Exception {
        Files.delete(repository.resolve("index.xml"));
        assertFails("has no file index.xml", this::read);
        assertFails(
                "has no file weir.json", () -> VerifiedRepository.read(new DirectorySource(folder), Optional.empty()));
    }

    @Test
    void filterThatWouldOverflowTheStackIsRejected() throws Exception {
        String index = Files.readString(repository.resolve("index.xml"));
        String filter = "(osgi.wiring.package=weir.strategy)";
        assertTrue(index.contains(filter), index);
        String deep = "(!".repeat(10_000) + filter + ")".repeat(10_000);
        byte[] hostile = index.replace(filter, deep).getBytes(StandardCharsets.UTF_8);
        assertFails("a filter of my.hold has more than 1000", () -> RepositoryIndex.read("index.xml", hostile));
    }

    /** Signed by the publisher, whose index may be hostile, too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bundles/            | ../../etc/           | is not bundles/<sha256>.jar",
                "bundles/            | /bundles/            | is not bundles/<sha256>.jar",
                "bundles/            | https://example.org/ | is not bundles/<sha256>.jar",
                "<repository         | <!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><repository | it contains '<!'",
                "<resource>          | <referral url='http://127.0.0.1:1/'/><resource>                   | it contains '<referral'",
                "name='size'         | name='length'        | lacks its name, version, hash, size or URL",
                "name='osgi.content' | name='other'         | lacks its name, version, hash, size or URL",
                "namespace='osgi.content' | namespace='other' | exactly one capability osgi.content",
                "</repository>       | ``                   | bnd cannot read it",
                "value='my.hold'     | value='../my.hold'   | '../my.hold' is no bundle name",
                "<?xml version='1.0' | <?xml version='1.1'  | does not begin with <?xml version='1.0'"
            })
    void hostileIndexIsRejected(String from, String to, String words) throws Exception {
        String index = Files.readString(repository.resolve("index.xml"));
        String quoted = index.contains(from) ? index : index.replace('"', '\'');
        assertTrue(quoted.contains(from), index);
        byte[] hostile = quoted.replace(from, to == null ? "" : to).getBytes(StandardCharsets.UTF_8);
        assertFails(words, () -> RepositoryIndex.read("index.xml", hostile));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"format\":1    | \"format\":2      | format is not 1",
                "\"sequence\":1  | \"sequence\":0    | sequence is not a whole number between 1",
                "\"sequence\":1  | \"sequence\":1.5  | sequence is not a whole number",
                "\"sequence\":1  | \"sequence\":\"1\" | sequence is not a whole number",
                "\"index.xml\"   | \"../index.xml\"  | index.path is not a string of the form",
                "\"repository\":\"lp\" | \"repository\":\"L P\" | repository is not a string of the form",
                "2026-11-30T12   | 2026-11-31T12     | published is not a time",
                "2027-           | 2025-             | expires is not after published",
                "\"publisher\":\"5 | \"publisher\":\"6 | publisher is no address",
                "}               | ``                | is not one JSON object"
            })
    void malformedHeadNamesTheMember(String from, String to, String words) throws Exception {
        String head = Files.readString(repository.resolve("weir.json"));
        assertTrue(head.contains(from), head);
        byte[] malformed = head.replace(from, to == null ? "" : to).getBytes(StandardCharsets.UTF_8);
        assertFails(words, () -> RepositoryHead.parse("weir.json", malformed));
        RepositoryHead good = RepositoryHead.parse("weir.json", head.getBytes(StandardCharsets.UTF_8));
        assertEquals(head, new String(good.toBytes(), StandardCharsets.UTF_8));
    }

    private void read() {
        VerifiedRepository.read(source, Optional.of(alice.key()));
    }

    private static void assertFails(String words, Executable action) {
        WeirException failure = assertThrows(WeirException.class, action);
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }
}
