package weir.share.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import weir.base.AtomicFiles;
import weir.base.Sha256;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.installer.trust.Yank;
import weir.installer.verify.JarVerifier;
import weir.protocol.PublicKey;
import weir.share.internal.PendingFiles;
import weir.share.publisher.PublisherFile;
import weir.share.sign.MessageSignature;
import weir.share.sign.MessageSigner;
import weir.share.sign.Messages;

/**
 * Writes a repository: stores new JARs by hash, writes the index, has the messages signed, and publishes the new head. After a kill, the
 * repository has its old or its new head, or, after a kill while the files of the head are replaced, a mixture that readers reject. The
 * next publication completes the new one. Not thread-safe, and one process only may write a
 * repository at a time.
 */
public final class RepositoryPublisher {

    private final Path directory;
    private final JarVerifier verifier;
    private final InstantSource clock;

    /** @param directory the repository; created if it does not exist */
    public RepositoryPublisher(Path directory, JarVerifier verifier, InstantSource clock) {
        this.directory = directory;
        this.verifier = verifier;
        this.clock = clock;
    }

    /**
     * What to publish.
     *
     * @param publisher the key that signs; must be given for a new repository
     * @param repository name of the repository; must be given for a new one
     * @param jars new JARs; may be empty to renew the head
     * @param yanked bundles to withdraw, in addition to those that are withdrawn already. The index need not have them: a thief of the key
     *     may have published them elsewhere
     * @param validity time until the head expires
     * @param reports claims about scores; each replaces that of the same bundle
     */
    public record Request(
            Optional<PublicKey> publisher,
            Optional<String> repository,
            List<Path> jars,
            List<Yank> yanked,
            Duration validity,
            List<ScoreReport> reports) {

        /** A request without reports. */
        public Request(
                Optional<PublicKey> publisher,
                Optional<String> repository,
                List<Path> jars,
                List<Yank> yanked,
                Duration validity) {
            this(publisher, repository, jars, yanked, validity, List.of());
        }
    }

    /**
     * Publishes.
     *
     * @return the new state of the repository
     * @throws WeirException if a JAR cannot be published, if the repository is damaged, or if a signature is missing or wrong; nothing
     *     that a reader sees has changed then
     */
    public VerifiedRepository publish(Request request, MessageSigner signer) {
        try {
            TemporaryDirectory temporary = TemporaryDirectory.create("weir-publish");
            try {
                return publish(request, signer, temporary.path());
            } finally {
                temporary.remove();
            }
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot write the repository " + directory, "Check its permissions and the free disk space.", e);
        }
    }

    /** The files that a publication replaces together. */
    static PendingFiles head(Path directory) {
        return new PendingFiles(
                directory, "head", List.of(RepositoryHead.INDEX, RepositoryHead.FILE, RepositoryHead.SIGNATURE));
    }

    private VerifiedRepository publish(Request request, MessageSigner signer, Path temporary) throws IOException {
        DirectorySource source = new DirectorySource(directory);
        PendingFiles pending = head(directory);
        pending.complete();
        Optional<VerifiedRepository> current = Files.exists(directory.resolve(RepositoryHead.FILE))
                ? Optional.of(VerifiedRepository.read(source, Optional.empty()))
                : Optional.empty();
        PublicKey publisher = request.publisher()
                .or(() -> current.map(repository -> repository.head().publisher()))
                .orElseThrow(() -> missing("--publisher SS58", "the hotkey that signs"));
        boolean isSuccessor = current.filter(
                        repository -> !repository.head().publisher().equals(publisher))
                .isPresent();
        if (isSuccessor) {
            requirePermitted(publisher, current.get().head().publisher());
        }
        String name = current.map(repository -> repository.head().repository())
                .or(request::repository)
                .orElseThrow(() -> missing("--name NAME", "a name of lower-case letters, digits and dashes"));

        Map<String, Yank> yanked = new TreeMap<>();
        current.ifPresent(repository -> repository.head().yanked().forEach(yank -> yanked.put(yank.bundle(), yank)));
        request.yanked().forEach(yank -> yanked.put(yank.bundle(), yank));

        SortedMap<String, Path> jars = new TreeMap<>();
        for (IndexedBundle bundle : current.map(VerifiedRepository::bundles).orElse(List.of())) {
            VerifiedRepository.readJar(source, bundle);
            jars.put(bundle.sha256(), directory.resolve(bundle.path()));
        }
        List<StrategyJar> added = new ArrayList<>();
        for (Path file : request.jars()) {
            StrategyJar jar = StrategyJar.check(file, verifier, temporary);
            if (jars.putIfAbsent(jar.sha256(), jar.copy()) == null) {
                added.add(jar);
            }
        }
        byte[] index = RepositoryIndex.write(name, jars);
        List<IndexedBundle> bundles = RepositoryIndex.read(RepositoryHead.INDEX, index);
        requireOneJarPerVersion(bundles, yanked.keySet());
        Map<String, ScoreReport.Entry> reports = new TreeMap<>();
        current.ifPresent(
                repository -> repository.head().reports().forEach(entry -> reports.put(entry.bundle(), entry)));
        for (ScoreReport report : request.reports()) {
            reports.put(report.bundle(), new ScoreReport.Entry(report.bundle(), Sha256.of(report.toBytes())));
        }
        requireIndexed(bundles, reports.keySet());

        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        RepositoryHead head = new RepositoryHead(
                publisher,
                name,
                current.map(repository -> repository.head().sequence()).orElse(0L) + 1,
                now,
                now.plus(request.validity()),
                current.map(VerifiedRepository::headSha256),
                index.length,
                Sha256.of(index),
                List.copyOf(yanked.values()),
                List.copyOf(reports.values()));
        byte[] headBytes = head.toBytes();
        requireReadable(headBytes);
        // A successor signs all bundles again. Readers of the old head do not accept its key in any case.
        List<IndexedBundle> toSign = bundles.stream()
                .filter(bundle -> isSuccessor
                        || added.stream().anyMatch(jar -> jar.sha256().equals(bundle.sha256())))
                .toList();
        Map<String, byte[]> signatures = sign(signer, publisher, toSign, head, Sha256.of(headBytes));

        Files.createDirectories(directory.resolve("bundles"));
        for (StrategyJar jar : added) {
            AtomicFiles.write(directory.resolve(IndexedBundle.path(jar.sha256())), Files.readAllBytes(jar.copy()));
        }
        for (IndexedBundle bundle : toSign) {
            AtomicFiles.write(directory.resolve(bundle.signaturePath()), signatures.get(message(publisher, bundle)));
        }
        Files.createDirectories(directory.resolve("reports"));
        for (ScoreReport report : request.reports()) {
            AtomicFiles.write(directory.resolve(reports.get(report.bundle()).path()), report.toBytes());
        }
        pending.publish(Map.of(
                RepositoryHead.INDEX, index,
                RepositoryHead.FILE, headBytes,
                RepositoryHead.SIGNATURE, signatures.get(RepositoryHead.FILE)));
        return new VerifiedRepository(head, Sha256.of(headBytes), bundles);
    }

    /** Has all messages signed and verifies the signatures. Returns the files by message; the head's by its file name. */
    private static Map<String, byte[]> sign(
            MessageSigner signer,
            PublicKey publisher,
            List<IndexedBundle> added,
            RepositoryHead head,
            String headHash) {
        List<String> messages =
                added.stream().map(bundle -> message(publisher, bundle)).collect(Collectors.toList());
        messages.add(Messages.head(publisher, head.repository(), head.sequence(), headHash));
        List<MessageSignature> signatures = signer.sign(List.copyOf(messages));
        if (signatures.size() != messages.size()) {
            throw WeirException.failed(
                    signatures.size() + " signatures were given for " + messages.size() + " messages",
                    "Sign each message, in the given order.");
        }
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            signatures.get(i).verify("signature " + (i + 1), messages.get(i), publisher);
            String key = i < added.size() ? messages.get(i) : RepositoryHead.FILE;
            files.put(key, signatures.get(i).toBytes(messages.get(i)));
        }
        return files;
    }

    private static String message(PublicKey publisher, IndexedBundle bundle) {
        return Messages.bundle(publisher, bundle.name(), bundle.version(), bundle.sha256());
    }

    /** Another key may go on with a repository only if the coldkey says so, because readers follow the coldkey only. */
    private void requirePermitted(PublicKey publisher, PublicKey before) throws IOException {
        Path file = directory.resolve(PublisherFile.FILE);
        if (!Files.exists(file)
                || !PublisherFile.parse(file.toString(), Files.readAllBytes(file))
                        .permits(publisher, clock.instant())) {
            throw WeirException.usage(
                    directory + " is published by " + before + ", not by " + publisher,
                    "Leave --publisher out. To change the key, first name it with `weir publisher --add`.");
        }
    }

    private static void requireOneJarPerVersion(List<IndexedBundle> bundles, Set<String> yanked) {
        Map<String, String> hashes = new HashMap<>();
        for (IndexedBundle bundle : bundles) {
            String other = yanked.contains(bundle.sha256()) ? null : hashes.put(bundle.toString(), bundle.sha256());
            if (other != null) {
                throw WeirException.failed(
                        bundle + " is already published with other content (" + other + ", now " + bundle.sha256()
                                + ")",
                        "Raise Bundle-Version.");
            }
        }
    }

    private static void requireIndexed(List<IndexedBundle> bundles, Set<String> reported) {
        Set<String> unknown = new HashSet<>(reported);
        bundles.forEach(bundle -> unknown.remove(bundle.sha256()));
        if (!unknown.isEmpty()) {
            throw WeirException.usage(
                    "the repository has no bundle " + unknown.iterator().next(),
                    "Name the hash of one of its bundles.");
        }
    }

    /** Readers reject a malformed head, and so would the next publication: it must not replace the present one. */
    private static void requireReadable(byte[] headBytes) {
        try {
            RepositoryHead.parse(RepositoryHead.FILE, headBytes);
        } catch (WeirException e) {
            throw WeirException.usage(
                    "the new head would be unreadable: " + e.problem(),
                    "Nothing has changed. A reason is one line of at most 500 characters, a replacement one version.");
        }
    }

    private static WeirException missing(String option, String what) {
        return WeirException.usage("a new repository needs " + option, "Give " + what + ".");
    }
}
