package weir.share.update;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.base.WeirException;
import weir.installer.trust.KnownUpdates;
import weir.installer.trust.Provenance;
import weir.installer.trust.Trust;
import weir.share.fetch.KnownRepository;
import weir.share.fetch.SharedBundle;
import weir.share.fetch.SharedBundle.Wanted;
import weir.share.repository.IndexedBundle;

/**
 * What publishers have published since bundles were installed. Immutable.
 *
 * @param updates newer versions that can be installed
 * @param problems newer versions that cannot be installed, each with the reason
 */
public record UpdateCheck(List<AvailableUpdate> updates, List<String> problems) {

    public UpdateCheck {
        updates = List.copyOf(updates);
        problems = List.copyOf(problems);
    }

    /**
     * Compares.
     *
     * @param installed provenance of the installed JARs
     * @param known the newest known states
     * @param trust blocklists and allowed JARs
     * @param api versions of the packages that the host exports
     * @param stale whether expired repositories are accepted
     */
    public static UpdateCheck of(
            List<Provenance> installed,
            List<KnownRepository> known,
            Trust trust,
            Map<String, Version> api,
            Instant now,
            boolean stale) {
        List<AvailableUpdate> updates = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Map<String, Provenance> newest = new TreeMap<>();
        for (Provenance each : installed) {
            newest.merge(
                    owner(each, known) + " " + each.name(),
                    each,
                    (one, other) -> version(one).compareTo(version(other)) > 0 ? one : other);
        }
        for (Provenance each : newest.values()) {
            List<KnownRepository> publishers = known.stream()
                    .filter(repository -> repository.publisher().owns(each.ss58()))
                    .toList();
            try {
                update(each, publishers, trust, api, now, stale).ifPresent(updates::add);
            } catch (WeirException e) {
                problems.add(e.getMessage());
            }
        }
        updates.sort(Comparator.comparing(update -> update.installed().name()));
        return new UpdateCheck(updates, problems);
    }

    /**
     * The result as it is stored in the home.
     *
     * @param unreachable repositories that could not be fetched, each with the reason
     */
    public KnownUpdates known(Instant checked, List<String> unreachable) {
        List<String> all = new ArrayList<>(problems);
        all.addAll(unreachable);
        return new KnownUpdates(
                checked, updates.stream().map(AvailableUpdate::known).toList(), all);
    }

    /** The present hotkey of the publisher. */
    private static String owner(Provenance installed, List<KnownRepository> known) {
        return known.stream()
                .map(KnownRepository::publisher)
                .filter(publisher -> publisher.owns(installed.ss58()))
                .map(Trust.Publisher::ss58)
                .findFirst()
                .orElse(installed.ss58());
    }

    /** The newest version after the installed one. */
    private static Optional<AvailableUpdate> update(
            Provenance installed,
            List<KnownRepository> publishers,
            Trust trust,
            Map<String, Version> api,
            Instant now,
            boolean stale) {
        VersionRange newer = new VersionRange('(', version(installed), null, ')');
        List<IndexedBundle> bundles = publishers.stream()
                .flatMap(repository -> repository.state().bundles().stream())
                .filter(bundle -> bundle.name().equals(installed.name()))
                .toList();
        if (bundles.stream().noneMatch(bundle -> newer.includes(bundle.version()))) {
            return Optional.empty();
        }
        Wanted wanted = new Wanted(installed.name(), newer, Optional.empty(), stale, trust);
        return Optional.of(new AvailableUpdate(
                installed,
                bundles.stream()
                        .filter(bundle -> bundle.sha256().equals(installed.sha256()))
                        .findFirst(),
                SharedBundle.choose(publishers, wanted, api, now)));
    }

    private static Version version(Provenance provenance) {
        return new Version(provenance.version());
    }
}
