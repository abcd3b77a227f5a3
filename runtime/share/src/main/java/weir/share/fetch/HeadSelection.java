package weir.share.fetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.share.repository.RepositoryHead;

/**
 * Selects fetched heads in {@code conf/trust.json}. Selects a head only if its sequence is not lower than that of the known one, so that an
 * old state cannot be shown again. Freezes a publisher that has signed two heads of one sequence, or a next head that does not follow the
 * known one.
 */
final class HeadSelection {

    private final TrustFile trustFile;
    private final RepositoryCache cache;

    HeadSelection(TrustFile trustFile, RepositoryCache cache) {
        this.trustFile = trustFile;
        this.cache = cache;
    }

    /**
     * Selects heads in one transaction. One that is rejected does not stop the others.
     *
     * @return why heads were rejected
     */
    Map<FetchedRepository, WeirException> select(List<FetchedRepository> fetched) {
        Map<FetchedRepository, WeirException> rejected = new LinkedHashMap<>();
        List<FetchedRepository> changed =
                fetched.stream().filter(each -> each.staged().isPresent()).toList();
        if (changed.isEmpty()) {
            return rejected;
        }
        List<TrustFile.Change> changes = new ArrayList<>();
        for (FetchedRepository each : changed) {
            String action = "fetch " + each.name() + " of " + each.ss58() + " from " + each.address() + ": sequence "
                    + each.sequence() + ", head " + each.state().headSha256();
            changes.add(new TrustFile.Change(action, trust -> {
                try {
                    return select(trust, each);
                } catch (WeirException e) {
                    rejected.put(each, e);
                    return trust;
                }
            }));
        }
        Trust after = cache.alone(() -> {
            cache.store(changed);
            return trustFile.update(changes);
        });
        for (FetchedRepository each : changed) {
            after.publisher(each.ss58())
                    .filter(publisher -> publisher.frozen().isPresent())
                    .ifPresent(publisher -> rejected.putIfAbsent(each, new FrozenPublisherException(publisher)));
        }
        return rejected;
    }

    private static Trust select(Trust trust, FetchedRepository fetched) {
        Trust.Publisher publisher = PublisherKeys.require(trust, fetched.ss58());
        if (publisher.frozen().isPresent()) {
            throw new FrozenPublisherException(publisher);
        }
        Optional<Trust.Repository> known = publisher.repository(fetched.name());
        known.ifPresent(each -> requireNotOlder(each, fetched.state().head(), fetched.address()));
        Optional<String> fork = known.flatMap(each -> fork(each, fetched));
        if (fork.isPresent()) {
            return trust.with(publisher.frozen(fork.get()));
        }
        List<String> urls = new ArrayList<>(known.map(Trust.Repository::urls).orElse(List.of()));
        if (!urls.contains(fetched.address())) {
            urls.add(fetched.address());
        }
        return trust.with(publisher.with(new Trust.Repository(
                fetched.name(),
                urls,
                fetched.sequence(),
                fetched.state().headSha256(),
                Optional.of(fetched.state().head().expires()),
                fetched.state().yanked())));
    }

    /** @param source where the head was read */
    static void requireNotOlder(Trust.Repository known, RepositoryHead head, Object source) {
        if (head.sequence() < known.sequence()) {
            throw WeirException.failed(
                    source + " has the old sequence " + head.sequence() + " of " + known.name() + "; known is "
                            + known.sequence(),
                    "Use another mirror.");
        }
    }

    /**
     * The proof that the publisher has signed two contradicting heads; empty if there is none. Names the hashes of both in full, because
     * {@link RepositoryCache#retainOnly} keeps the copies that a proof names.
     */
    private static Optional<String> fork(Trust.Repository known, FetchedRepository fetched) {
        String hash = fetched.state().headSha256();
        if (hash.equals(known.head()) || known.head().equals(Trust.Repository.UNKNOWN_HEAD)) {
            return Optional.empty();
        }
        if (fetched.sequence() == known.sequence()) {
            return Optional.of("it signed two heads of sequence " + known.sequence() + " of " + known.name() + ": "
                    + known.head() + " and " + hash);
        }
        boolean isNext = fetched.sequence() == known.sequence() + 1;
        return isNext && !fetched.state().head().previous().equals(Optional.of(known.head()))
                ? Optional.of("head " + hash + " of " + known.name() + " does not follow head " + known.head())
                : Optional.empty();
    }
}
