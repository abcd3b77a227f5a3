package weir.share.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import weir.base.WeirException;
import weir.installer.BundleIdentity;
import weir.installer.trust.Provenance;
import weir.installer.trust.Trust;
import weir.protocol.PublicKey;
import weir.share.fetch.JarCache;
import weir.share.repository.IndexedBundle;
import weir.share.repository.RepositorySource;
import weir.share.repository.VerifiedRepository;
import weir.share.update.InstalledBundles.InstalledJar;

/** Verifies that an installed JAR is what its publisher has signed. */
public final class InstalledSignature {

    private final Trust trust;
    private final JarCache cache;
    private final Function<String, RepositorySource> opener;

    /** @param opener opens the addresses of repositories, for signatures that are not in the cache */
    public InstalledSignature(Trust trust, JarCache cache, Function<String, RepositorySource> opener) {
        this.trust = trust;
        this.cache = cache;
        this.opener = opener;
    }

    /**
     * Verifies a JAR.
     *
     * @param all provenance of all JARs that were installed, also of those that are gone
     * @return by whom it is signed, or that it is unsigned, in words
     * @throws WeirException if it was modified after its installation, or has no valid signature of its publisher
     */
    public String verify(InstalledJar jar, BundleIdentity identity, List<Provenance> all) {
        if (jar.provenance().isEmpty()) {
            all.stream()
                    .filter(each -> each.bundle().equals(identity.toString()))
                    .findFirst()
                    .ifPresent(each -> {
                        throw WeirException.failed(
                                jar.file() + " was modified: " + identity + " of " + each.ss58() + " has the hash "
                                        + each.sha256() + ", this file has " + jar.sha256(),
                                "If you have not replaced it yourself, uninstall it and install it again.");
                    });
            return "unsigned, local";
        }
        Provenance provenance = jar.provenance().get();
        IndexedBundle bundle = new IndexedBundle(
                identity.name(), identity.version(), jar.sha256(), 1, "", "", "", List.of(), Set.of(), List.of());
        Optional<Trust.Publisher> owner = trust.owner(provenance.ss58());
        List<String> keys = Stream.concat(Stream.of(provenance.ss58()), owner.map(Trust.Publisher::ss58).stream())
                .distinct()
                .toList(); // a successor signs the bundles of the key before again
        List<String> problems = new ArrayList<>();
        for (RepositorySource source : sources(owner)) {
            for (String key : keys) {
                try {
                    VerifiedRepository.verifyAuthor(source, bundle, PublicKey.ofSs58(key));
                    return "signed by "
                            + owner.map(publisher -> publisher.alias() + " (" + key + ")")
                                    .orElse(key + ", who is not trusted any more");
                } catch (WeirException e) {
                    problems.add(e.getMessage());
                }
            }
        }
        throw WeirException.failed(
                jar.file() + " has no valid signature of " + provenance.ss58() + ": " + String.join("; ", problems),
                "Try again with a connection, or install it again.");
    }

    private List<RepositorySource> sources(Optional<Trust.Publisher> owner) {
        return Stream.concat(
                        Stream.of(cache.source()),
                        owner.stream()
                                .flatMap(publisher -> publisher.repositories().stream())
                                .flatMap(repository -> repository.urls().stream())
                                .map(opener))
                .toList();
    }
}
