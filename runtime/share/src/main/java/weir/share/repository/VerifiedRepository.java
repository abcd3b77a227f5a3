package weir.share.repository;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.installer.trust.Yank;
import weir.protocol.PublicKey;
import weir.share.sign.MessageSignature;
import weir.share.sign.Messages;

/**
 * A head and an index whose signature and hashes are verified: JAR by hash in the index, index by hash in the head, head by the
 * publisher's signature. Immutable.
 *
 * @param head the head
 * @param headSha256 hash of the head's bytes
 * @param bundles the index
 */
public record VerifiedRepository(RepositoryHead head, String headSha256, List<IndexedBundle> bundles) {

    /** Parses the head and verifies its signature. Reads no index. */
    public static VerifiedRepository readHead(RepositorySource source, Optional<PublicKey> publisher) {
        byte[] content = read(source, RepositoryHead.FILE, RepositoryHead.MAX_BYTES);
        String document = source + "/" + RepositoryHead.FILE;
        RepositoryHead head = RepositoryHead.parse(document, content);
        String hash = Sha256.of(content);
        byte[] signature = read(source, RepositoryHead.SIGNATURE, MessageSignature.MAX_BYTES);
        MessageSignature.parse(document + ".sig", signature)
                .verify(
                        document,
                        Messages.head(head.publisher(), head.repository(), head.sequence(), hash),
                        publisher.orElse(head.publisher()));
        if (publisher.isPresent() && !publisher.get().equals(head.publisher())) {
            throw WeirException.failed(
                    document + " names the publisher " + head.publisher() + ", trusted is " + publisher.get(),
                    "Do not use this repository.");
        }
        return new VerifiedRepository(head, hash, List.of());
    }

    /** The withdrawals of the head, compared with the index. */
    public List<Yank> yanked() {
        Set<String> indexed = bundles.stream().map(IndexedBundle::sha256).collect(Collectors.toSet());
        return head.yanked().stream()
                .map(yank -> yank.withIndexed(indexed.contains(yank.bundle())))
                .toList();
    }

    /**
     * Reads head and index.
     *
     * @param publisher trusted key; empty to accept the key that the head names
     * @throws WeirException if a file is missing, malformed, altered or signed by another key
     */
    public static VerifiedRepository read(RepositorySource source, Optional<PublicKey> publisher) {
        return readHead(source, publisher).withIndex(source);
    }

    /**
     * Reads the index that this head names.
     *
     * @throws WeirException if it is missing, malformed or altered
     */
    public VerifiedRepository withIndex(RepositorySource source) {
        byte[] index = read(source, RepositoryHead.INDEX, head.indexSize());
        requireHash(source, RepositoryHead.INDEX, index, head.indexSha256());
        return new VerifiedRepository(
                head, headSha256, RepositoryIndex.read(source + "/" + RepositoryHead.INDEX, index));
    }

    /**
     * Reads a JAR and verifies its hash.
     *
     * @throws WeirException if it is missing or altered
     */
    public static byte[] readJar(RepositorySource source, IndexedBundle bundle) {
        byte[] jar = read(source, bundle.path(), bundle.size());
        requireHash(source, bundle.path(), jar, bundle.sha256());
        return jar;
    }

    /**
     * Reads a report and verifies that it is the one of the head. What it claims is not verified.
     *
     * @throws WeirException if it is missing, altered, malformed or about another bundle
     */
    public static ScoreReport readReport(RepositorySource source, ScoreReport.Entry entry) {
        byte[] content = read(source, entry.path(), ScoreReport.MAX_BYTES);
        requireHash(source, entry.path(), content, entry.sha256());
        ScoreReport report = ScoreReport.parse(source + "/" + entry.path(), content);
        if (!report.bundle().equals(entry.bundle())) {
            throw WeirException.failed(
                    source + "/" + entry.path() + " is about the bundle " + report.bundle() + ", not " + entry.bundle(),
                    "Ask the publisher to publish it again.");
        }
        return report;
    }

    /**
     * Verifies the author's signature of a JAR.
     *
     * @return the content of the signature's file
     * @throws WeirException if it is missing, malformed or not by this author
     */
    public static byte[] verifyAuthor(RepositorySource source, IndexedBundle bundle, PublicKey author) {
        byte[] signature = read(source, bundle.signaturePath(), MessageSignature.MAX_BYTES);
        MessageSignature.parse(source + "/" + bundle.signaturePath(), signature)
                .verify(
                        source + "/" + bundle.path(),
                        Messages.bundle(author, bundle.name(), bundle.version(), bundle.sha256()),
                        author);
        return signature;
    }

    private static byte[] read(RepositorySource source, String path, long maxBytes) {
        try {
            return source.read(path, maxBytes);
        } catch (NoSuchFileException e) {
            throw WeirException.failed(
                    source + " has no file " + path,
                    "Name the directory or address of a repository that `weir publish` has written.");
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot read " + path + " of " + source, "Check the address, then try again.", e);
        }
    }

    private static void requireHash(RepositorySource source, String path, byte[] content, String expected) {
        String actual = Sha256.of(content);
        if (!actual.equals(expected)) {
            throw WeirException.failed(
                    source + "/" + path + " has the hash " + actual + ", expected is " + expected,
                    "The file was altered or is being replaced. Try again, or use another mirror.");
        }
    }
}
