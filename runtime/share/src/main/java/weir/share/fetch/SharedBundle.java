package weir.share.fetch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.base.WeirException;
import weir.installer.trust.Block;
import weir.installer.trust.Provenance;
import weir.installer.trust.Severity;
import weir.installer.trust.Trust;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Permission;
import weir.installer.verify.Permissions;
import weir.protocol.PublicKey;
import weir.share.repository.IndexedBundle;
import weir.share.repository.RepositorySource;
import weir.share.repository.RepositoryVerification;
import weir.share.repository.VerifiedRepository;

/**
 * A version of a bundle that was chosen from the repositories of trusted publishers. Immutable.
 *
 * @param known its repository
 * @param bundle what the index says about it
 */
public record SharedBundle(KnownRepository known, IndexedBundle bundle) {

    /**
     * What is wanted.
     *
     * @param name Bundle-SymbolicName
     * @param range accepted versions
     * @param from alias of the publisher; empty if only one has the bundle
     * @param stale whether an expired repository is accepted
     * @param trust blocklists, and the JARs that the operator has allowed by {@code weir allow}
     */
    public record Wanted(String name, VersionRange range, Optional<String> from, boolean stale, Trust trust) {

        /** Without blocklists and allowed JARs. */
        public Wanted(String name, VersionRange range, Optional<String> from, boolean stale) {
            this(name, range, from, stale, new Trust(List.of()));
        }

        /** A copy that respects the blocklists and the allowed JARs of the operator. */
        public Wanted respecting(Trust operator) {
            return new Wanted(name, range, from, stale, operator);
        }

        private boolean isAllowed(String sha256) {
            return trust.allowed().stream().anyMatch(each -> each.sha256().equals(sha256));
        }

        /** Parses {@code NAME}, {@code NAME@1.0.0} (exactly this version) or {@code NAME@[1.0,2.0)}. */
        public static Wanted parse(String text, Optional<String> from, boolean stale) {
            String[] parts = text.split("@", 2);
            String range = parts.length == 1 ? "0" : parts[1];
            try {
                boolean isVersion = parts.length == 2 && range.matches("[0-9].*");
                return new Wanted(
                        parts[0],
                        isVersion
                                ? new VersionRange('[', new Version(range), new Version(range), ']')
                                : new VersionRange(range),
                        from,
                        stale);
            } catch (IllegalArgumentException e) {
                throw WeirException.usage(
                        "'" + range + "' is no version and no range",
                        "Write my.strategy@1.0.0 or \"my.strategy@[1.0,2.0)\".");
            }
        }
    }

    /**
     * Chooses the newest version that may be installed.
     *
     * @param api versions of the packages that the host exports
     * @throws WeirException if there is none, or if several publishers have the bundle; the message lists what there is
     */
    public static SharedBundle choose(
            List<KnownRepository> repositories, Wanted wanted, Map<String, Version> api, Instant now) {
        List<SharedBundle> candidates = new ArrayList<>();
        for (KnownRepository known : repositories) {
            boolean isFrom =
                    wanted.from().map(known.publisher().alias()::equals).orElse(true);
            for (IndexedBundle bundle : isFrom ? known.state().bundles() : List.<IndexedBundle>of()) {
                if (bundle.name().equals(wanted.name()) && wanted.range().includes(bundle.version())) {
                    candidates.add(new SharedBundle(known, bundle));
                }
            }
        }
        if (candidates.isEmpty()) {
            throw WeirException.usage(
                    "no trusted repository has " + wanted.name() + " " + wanted.range()
                            + wanted.from().map(alias -> " of " + alias).orElse(""),
                    "`weir search` lists the bundles; `weir repo add URL` fetches the newest state.");
        }
        Set<String> publishers = candidates.stream()
                .map(each -> each.known().publisher().alias())
                .collect(Collectors.toSet());
        if (publishers.size() > 1) {
            throw WeirException.usage(
                    wanted.name() + " is published by "
                            + publishers.stream().sorted().toList(),
                    "Choose one with --from ALIAS. Nothing was installed.");
        }
        List<SharedBundle> valid = candidates.stream()
                .filter(each -> each.rejection(wanted, api, now).isEmpty())
                .sorted(Comparator.comparing(
                                (SharedBundle each) -> each.bundle().version())
                        .reversed())
                .toList();
        if (valid.isEmpty()) {
            throw WeirException.failed(
                    candidates.stream()
                            .map(each -> each.bundle() + " cannot be installed: "
                                    + each.rejection(wanted, api, now).orElseThrow())
                            .collect(Collectors.joining("; ")),
                    "Ask the publisher, or choose another version. `weir allow SHA256 --reason TEXT` overrides a withdrawal and a"
                            + " blocklist; `weir show` lists the hashes.");
        }
        requireOneContent(valid);
        return valid.get(0);
    }

    private static void requireOneContent(List<SharedBundle> sorted) {
        for (SharedBundle other : sorted) {
            IndexedBundle first = sorted.get(0).bundle();
            if (other.bundle().version().equals(first.version())
                    && !other.bundle().sha256().equals(first.sha256())) {
                throw WeirException.failed(
                        first + " is published with two contents, " + first.sha256() + " and "
                                + other.bundle().sha256(),
                        "Do not install it. Ask the publisher.");
            }
        }
    }

    private Optional<String> rejection(Wanted wanted, Map<String, Version> api, Instant now) {
        Optional<String> frozen = known.publisher().frozen();
        if (frozen.isPresent()) {
            return Optional.of("its publisher is frozen, because " + frozen.get());
        }
        if (known.state().head().expires().isBefore(now) && !wanted.stale()) {
            return Optional.of("its repository expired at "
                    + known.state().head().expires() + "; fetch it with `weir repo add`, or accept it with --stale");
        }
        return known.state().head().yanked().stream()
                .filter(yank -> yank.bundle().equals(bundle.sha256()) && yank.severity() != Severity.WARN)
                .filter(yank -> !wanted.isAllowed(yank.bundle()))
                .map(yank -> "its publisher has withdrawn it: " + yank.reason())
                .findFirst()
                .or(() -> Block.of(
                                wanted.trust(),
                                bundle.sha256(),
                                bundle.name(),
                                bundle.version(),
                                Optional.of(known.publisher().ss58()))
                        .filter(block -> block.severity() != Severity.WARN)
                        .map(Block::describe))
                .or(() -> bundle.fits(api) ? Optional.empty() : Optional.of("it needs another version of the API"));
    }

    /**
     * Requires that the installation takes no bundle over from another publisher, and that an upgrade needs no more permissions than the
     * installed versions, except accepted ones.
     *
     * @param installed provenance of the installed JARs
     */
    public void requireAccepted(List<Provenance> installed, Set<Permission> accepted) {
        Set<String> granted = accepted.stream().map(Permission::id).collect(Collectors.toSet());
        boolean isUpgrade = false;
        for (Provenance other : installed) {
            if (other.name().equals(bundle.name())) {
                isUpgrade = true;
                granted.addAll(other.permissions());
                if (!known.publisher().owns(other.ss58())) {
                    throw WeirException.failed(
                            other.bundle() + " is installed from " + other.ss58() + ", and this one is of "
                                    + known.publisher().ss58(),
                            "Uninstall the installed one before, if you want to change the publisher.");
                }
            }
        }
        Set<Permission> added = EnumSet.noneOf(Permission.class);
        bundle.permissions().stream()
                .filter(permission -> !granted.contains(permission.id()))
                .forEach(added::add);
        if (isUpgrade && !added.isEmpty()) {
            throw WeirException.failed(
                    bundle + " needs permissions that the installed version does not have: " + Permissions.names(added),
                    "If that is right, install it with --accept " + Permissions.names(added) + ".");
        }
    }

    /**
     * Reads the JAR from the cache or from the first address that has it unaltered, and verifies it as the host does: hash, author's
     * signature, identity and permissions. Stores a downloaded JAR in the cache, if the cache can be written.
     *
     * @param opener opens the addresses
     * @param warnings receives the reason if the JAR cannot be stored in the cache
     * @throws WeirException with the problem of each address
     */
    public byte[] read(
            JarVerifier verifier,
            JarCache cache,
            Function<String, RepositorySource> opener,
            Consumer<String> warnings) {
        List<String> problems = new ArrayList<>();
        if (cache.contains(bundle)) {
            try {
                return read(verifier, cache.source(), (jar, signature) -> {});
            } catch (WeirException e) {
                problems.add(e.getMessage());
            }
        }
        for (String address : known.repository().urls()) {
            try {
                return read(verifier, opener.apply(address), (jar, signature) -> cache.store(bundle, jar, signature)
                        .ifPresent(warnings));
            } catch (WeirException e) {
                problems.add(e.getMessage());
            }
        }
        throw WeirException.failed(
                String.join("; ", problems), "Nothing was installed. Try again later, or ask the publisher.");
    }

    private byte[] read(JarVerifier verifier, RepositorySource source, BiConsumer<byte[], byte[]> verified) {
        byte[] jar = VerifiedRepository.readJar(source, bundle);
        byte[] signature = VerifiedRepository.verifyAuthor(
                source, bundle, PublicKey.ofSs58(known.publisher().ss58()));
        RepositoryVerification.verify(source + "/" + bundle.path(), jar, bundle, verifier);
        verified.accept(jar, signature);
        return jar;
    }

    /** What is to be stored when the JAR is installed. */
    public Provenance provenance(Instant now) {
        return new Provenance(
                bundle.sha256(),
                bundle.name(),
                bundle.version().toString(),
                known.publisher().ss58(),
                known.repository().name(),
                known.state().head().sequence(),
                known.state().headSha256(),
                bundle.permissions().stream().map(Permission::id).collect(Collectors.toSet()),
                now);
    }

    /** The change in one line. */
    public String describe() {
        Trust.Publisher publisher = known.publisher();
        return bundle + " of " + publisher.alias() + " (" + publisher.ss58() + "), " + bundle.size() + " bytes, "
                + bundle.license() + ", permissions: " + Permissions.names(bundle.permissions()) + ", SHA-256 "
                + bundle.sha256();
    }
}
