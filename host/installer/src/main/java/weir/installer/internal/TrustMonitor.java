package weir.installer.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.WeirException;
import weir.installer.BundleIdentity;
import weir.installer.PluginOrigin;
import weir.installer.internal.deploy.DeployedPlugin;
import weir.installer.internal.deploy.TrustRules;
import weir.installer.trust.Block;
import weir.installer.trust.Blocklist;
import weir.installer.trust.Isolation;
import weir.installer.trust.ProvenanceFiles;
import weir.installer.trust.Severity;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.isolation.Placement;

/**
 * The host's view of {@code conf/trust.json} and of the provenance files, which commands write. A damaged file leaves the last content
 * in force, also after a restart. {@link #refresh} and {@link #forgetOthers} are called on one thread, the other methods on any.
 */
final class TrustMonitor implements TrustRules {

    private static final Logger LOG = LoggerFactory.getLogger(TrustMonitor.class);

    private final Path file;
    private final TrustFile trustFile;
    private final ProvenanceFiles provenanceFiles;
    private final Map<String, Optional<String>> publisherByHash = new ConcurrentHashMap<>();
    private final Map<String, Severity> severityByHash = new ConcurrentHashMap<>();
    private Object stamp = "";
    private Object provenanceStamp = "";
    private boolean isRead;
    private volatile Trust trust = new Trust(List.of());
    private volatile Optional<String> damage = Optional.empty();

    /**
     * @param conf directory of {@code trust.json}
     * @param data directory of the provenance files
     */
    TrustMonitor(Path conf, Path data) {
        this.file = conf.resolve("trust.json");
        this.trustFile = new TrustFile(conf, data, InstantSource.system());
        this.provenanceFiles = new ProvenanceFiles(data);
    }

    /** Reads the file again if it has changed. Returns whether its content or the set of provenance files has changed. */
    boolean refresh() {
        Object provenance = provenanceFiles.stamp();
        boolean isProvenanceChanged = !provenance.equals(provenanceStamp);
        provenanceStamp = provenance;
        return readTrust() | isProvenanceChanged;
    }

    private boolean readTrust() {
        Object current = stamp();
        if (current.equals(stamp)) {
            return false;
        }
        Trust before = trust;
        try {
            trust = trustFile.read();
            damage = Optional.empty();
            isRead = true;
            keep();
        } catch (WeirException e) {
            Optional<Trust> last = isRead ? Optional.of(before) : trustFile.kept();
            trust = last.orElse(before);
            damage = Optional.of(e.getMessage()
                    + (last.isPresent()
                            ? "; blocklists and withdrawals as last read stay in force. Restore it from a backup"
                            : "; no blocklist and no withdrawal is in force. Restore it from a backup"));
            LOG.error(damage.get());
        }
        stamp = current;
        return !trust.equals(before);
    }

    private void keep() {
        try {
            trustFile.keep(trust);
        } catch (WeirException e) {
            LOG.warn(e.getMessage());
        }
    }

    /** Why the JAR is blocked. Remembers the severity for {@link #isHeld}. */
    @Override
    public Optional<Block> block(String sha256, BundleIdentity identity) {
        Optional<Block> block = Block.of(trust, sha256, identity.name(), identity.version(), publisher(sha256));
        block.ifPresentOrElse(
                found -> severityByHash.put(sha256, found.severity()), () -> severityByHash.remove(sha256));
        return block;
    }

    /** Whether {@link #block} has found that no further route may use a deployed JAR. Returns at once. */
    boolean isHeld(String sha256) {
        return Optional.ofNullable(severityByHash.get(sha256))
                .filter(severity -> severity != Severity.WARN)
                .isPresent();
    }

    PluginOrigin origin(DeployedPlugin plugin) {
        Optional<String> publisher = publisher(plugin.hash());
        return new PluginOrigin(
                plugin.hash(),
                publisher,
                publisher.flatMap(trust::owner).map(Trust.Publisher::alias),
                new TreeSet<>(plugin.permissions()),
                plugin.placement().level());
    }

    @Override
    public Placement placement(String sha256, boolean isPure) {
        return Isolation.placement(trust, publisher(sha256), isPure);
    }

    /** What an operator should know about publishers and lists, each with its remedy. */
    List<String> problems(Instant now) {
        List<String> problems = new ArrayList<>(damage.stream().toList());
        for (Trust.Publisher publisher : trust.publishers()) {
            publisher
                    .frozen()
                    .ifPresent(reason ->
                            problems.add(publisher.alias() + " (" + publisher.ss58() + ") is frozen: " + reason
                                    + ". Nothing new of it is installed; what is installed keeps serving. Ask"
                                    + " the publisher"));
            for (Trust.Repository repository : publisher.repositories()) {
                repository
                        .expires()
                        .filter(now::isAfter)
                        .ifPresent(expired -> problems.add("the repository "
                                + repository.name() + " of " + publisher.alias() + " expired at " + expired
                                + ": nothing new of it is installed; what is installed keeps serving. Fetch it with"
                                + " `weir update --check`; if it stays old, ask the publisher"));
            }
        }
        for (Blocklist list : trust.lists()) {
            if (now.isAfter(list.expires())) {
                problems.add("the blocklist " + list.name() + " expired at " + list.expires()
                        + ": its entries stay in force, but new ones may be missing. Fetch it with"
                        + " `weir update --check`; if it stays old, ask its keeper or remove it");
            }
        }
        return problems;
    }

    /** Forgets what is known about JARs that are not deployed any more. */
    void forgetOthers(Set<String> deployed) {
        publisherByHash.keySet().retainAll(deployed);
        severityByHash.keySet().retainAll(deployed);
    }

    /** Forgets the publishers of JARs, so that provenance files are read again: a command may have written one. */
    void forgetPublishers() {
        publisherByHash.clear();
    }

    private Optional<String> publisher(String sha256) {
        return publisherByHash.computeIfAbsent(sha256, hash -> provenanceFiles.publisher(hash));
    }

    private Object stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return "missing";
        }
    }
}
