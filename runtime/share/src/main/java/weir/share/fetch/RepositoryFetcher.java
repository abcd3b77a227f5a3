package weir.share.fetch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.protocol.PublicKey;
import weir.share.repository.RepositorySource;
import weir.share.repository.VerifiedRepository;

/**
 * Fetches the newest head and index of trusted repositories. Accepts a head only if its sequence is not lower than the newest known one,
 * so that nobody can show an old state again. Freezes a publisher that has signed two heads of one sequence, or a next head that does not
 * follow the known one.
 */
public final class RepositoryFetcher {

    private static final int PARALLEL_FETCHES = 8;

    private final TrustFile trustFile;
    private final RepositoryCache cache;
    private final Function<String, RepositorySource> sources;
    private final PublisherKeys keys;

    /** @param sources opens the repository at an address */
    public RepositoryFetcher(TrustFile trustFile, RepositoryCache cache, Function<String, RepositorySource> sources) {
        this(trustFile, cache, sources, InstantSource.system());
    }

    RepositoryFetcher(
            TrustFile trustFile,
            RepositoryCache cache,
            Function<String, RepositorySource> sources,
            InstantSource clock) {
        this.trustFile = trustFile;
        this.cache = cache;
        this.sources = sources;
        this.keys = new PublisherKeys(trustFile, clock);
    }

    /**
     * Fetches a repository from the first of its addresses that has an acceptable state, and stores it.
     *
     * @throws WeirException if no address has one, with the problem of each; the known state stays
     */
    public VerifiedRepository fetch(Trust.Publisher publisher, String repositoryName, List<String> addresses) {
        VerifiedRepository fetched = fetchNewest(publisher, repositoryName, addresses);
        cache.retainOnly(trustFile);
        return fetched;
    }

    /**
     * Fetches all repositories of eight publishers at a time, those of a publisher one after the other, because the first may replace its
     * hotkey. One that cannot be fetched does not stop the others.
     *
     * @return the problems; none if all were fetched
     */
    public List<Problem> fetchAll() {
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL_FETCHES);
        try {
            List<Callable<List<Problem>>> fetches = new ArrayList<>();
            for (Trust.Publisher publisher : trustFile.read().publishers()) {
                fetches.add(() -> publisher.repositories().stream()
                        .flatMap(repository -> tryFetch(publisher, repository).stream())
                        .toList());
            }
            List<Problem> problems = new ArrayList<>();
            for (Future<List<Problem>> fetch : threads.invokeAll(fetches)) {
                problems.addAll(fetch.get());
            }
            cache.retainOnly(trustFile);
            return problems;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted", "Give the command again.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Why a repository was not fetched.
     *
     * @param publisher its publisher
     * @param repository its last known state
     * @param message what happened
     */
    public record Problem(Trust.Publisher publisher, Trust.Repository repository, String message) {}

    private Optional<Problem> tryFetch(Trust.Publisher publisher, Trust.Repository repository) {
        try {
            Trust trust = trustFile.read();
            Trust.Publisher current =
                    trust.owner(publisher.ss58()).orElseGet(() -> PublisherKeys.require(trust, publisher.ss58()));
            fetchNewest(current, repository.name(), repository.urls());
            return Optional.empty();
        } catch (WeirException e) {
            return Optional.of(new Problem(publisher, repository, e.getMessage()));
        }
    }

    private VerifiedRepository fetchNewest(Trust.Publisher publisher, String repositoryName, List<String> addresses) {
        Trust.Publisher current = publisher;
        List<String> problems = new ArrayList<>();
        for (String address : addresses) {
            RepositorySource source = sources.apply(address);
            try {
                current = keys.apply(current, source);
                if (current.frozen().isPresent()) {
                    throw new FrozenPublisherException(current);
                }
                PublicKey key = PublicKey.ofSs58(current.ss58());
                Optional<VerifiedRepository> unchanged = unchanged(current, repositoryName, address, source, key);
                if (unchanged.isPresent()) {
                    return unchanged.get();
                }
                VerifiedRepository found = VerifiedRepository.read(source, Optional.of(key));
                if (!found.head().repository().equals(repositoryName)) {
                    throw WeirException.failed(
                            source + " is the repository " + found.head().repository() + ", not " + repositoryName,
                            "Correct the address.");
                }
                return accept(current.ss58(), found, source, address, key);
            } catch (FrozenPublisherException e) {
                throw e;
            } catch (WeirException e) {
                problems.add(e.getMessage());
            }
        }
        throw WeirException.failed(
                String.join("; ", problems),
                "The state that is known already stays in use. Try again later, or ask the publisher.");
    }

    /** The cached state, if the source still has the same head and the address is known already. */
    private Optional<VerifiedRepository> unchanged(
            Trust.Publisher publisher, String name, String address, RepositorySource source, PublicKey key) {
        Optional<Trust.Repository> known =
                publisher.repository(name).filter(each -> each.urls().contains(address));
        Optional<VerifiedRepository> state = known.flatMap(each -> cache.find(publisher, each))
                .filter(each -> each.headSha256()
                        .equals(VerifiedRepository.readHead(source, Optional.of(key))
                                .headSha256()));
        state.ifPresent(each -> cache.confirm(known.orElseThrow()));
        return state;
    }

    private VerifiedRepository accept(
            String ss58, VerifiedRepository found, RepositorySource source, String address, PublicKey key) {
        String name = found.head().repository();
        long sequence = found.head().sequence();
        Optional<Trust.Repository> known =
                trustFile.read().publisher(ss58).flatMap(publisher -> publisher.repository(name));
        known.ifPresent(repository -> requireNotOlder(repository, sequence, source));
        RepositoryCache.Download download = RepositoryCache.download(source, key, found);
        String action = "fetch " + name + " of " + ss58 + " from " + address + ": sequence " + sequence + ", head "
                + found.headSha256();
        Trust after = cache.alone(() -> {
            cache.store(download);
            return trustFile.update(action, trust -> pin(trust, ss58, found, source, address));
        });
        Trust.Publisher publisher = after.publisher(ss58).orElseThrow();
        if (publisher.frozen().isPresent()) {
            throw new FrozenPublisherException(publisher);
        }
        return found;
    }

    private static Trust pin(
            Trust trust, String ss58, VerifiedRepository found, RepositorySource source, String address) {
        String name = found.head().repository();
        long sequence = found.head().sequence();
        Trust.Publisher publisher = PublisherKeys.require(trust, ss58);
        Optional<Trust.Repository> pinned = publisher.repository(name);
        pinned.ifPresent(repository -> requireNotOlder(repository, sequence, source));
        Optional<String> fork = pinned.flatMap(repository -> fork(repository, found));
        if (fork.isPresent()) {
            return trust.with(publisher.frozen(fork.get()));
        }
        List<String> urls = new ArrayList<>(pinned.map(Trust.Repository::urls).orElse(List.of()));
        if (!urls.contains(address)) {
            urls.add(address);
        }
        return trust.with(publisher.with(new Trust.Repository(
                name,
                urls,
                sequence,
                found.headSha256(),
                Optional.of(found.head().expires()),
                found.yanked())));
    }

    private static void requireNotOlder(Trust.Repository known, long sequence, RepositorySource source) {
        if (sequence < known.sequence()) {
            throw WeirException.failed(
                    source + " has the old sequence " + sequence + " of " + known.name() + "; known is "
                            + known.sequence(),
                    "Use another mirror.");
        }
    }

    /**
     * The proof that the publisher has signed two contradicting heads; empty if there is none. Names the hashes of both in full, because
     * {@link RepositoryCache#retainOnly} keeps the copies that a proof names.
     */
    private static Optional<String> fork(Trust.Repository known, VerifiedRepository found) {
        if (found.headSha256().equals(known.head()) || known.head().equals(Trust.Repository.UNKNOWN_HEAD)) {
            return Optional.empty();
        }
        if (found.head().sequence() == known.sequence()) {
            return Optional.of("it signed two heads of sequence " + known.sequence() + " of " + known.name() + ": "
                    + known.head() + " and " + found.headSha256());
        }
        boolean isNext = found.head().sequence() == known.sequence() + 1;
        return isNext && !found.head().previous().equals(Optional.of(known.head()))
                ? Optional.of(
                        "head " + found.headSha256() + " of " + known.name() + " does not follow head " + known.head())
                : Optional.empty();
    }

    /** Nothing new of a publisher is accepted. */
    static final class FrozenPublisherException extends WeirException {

        private static final long serialVersionUID = 1;

        FrozenPublisherException(Trust.Publisher publisher) {
            super(
                    false,
                    publisher.alias() + " (" + publisher.ss58() + ") is frozen: "
                            + publisher.frozen().orElseThrow(),
                    PublisherKeys.isRevoked(publisher)
                            ? "Wait until its new hotkey publishes. Do not trust this one again: it may be stolen."
                            : "Its key may be stolen: ask the publisher. Both heads are in data/repositories."
                                    + " `weir trust remove` and `weir trust` begin anew.",
                    null);
        }
    }
}
