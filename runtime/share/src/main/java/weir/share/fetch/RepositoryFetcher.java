package weir.share.fetch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
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

/** Fetches the newest head and index of trusted repositories. Reads each file once. {@link HeadSelection} says which heads are accepted. */
public final class RepositoryFetcher {

    private static final int PARALLEL_FETCHES = 8;

    private final TrustFile trustFile;
    private final RepositoryCache cache;
    private final Function<String, RepositorySource> sources;
    private final PublisherKeys keys;
    private final HeadSelection selection;

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
        this.selection = new HeadSelection(trustFile, cache);
    }

    /**
     * Fetches a repository from the first of its addresses that has an acceptable state, and stores it.
     *
     * @throws WeirException if no address has one, with the problem of each; the known state stays
     */
    public VerifiedRepository fetch(Trust.Publisher publisher, String repositoryName, List<String> addresses) {
        FetchedRepository fetched = read(publisher, repositoryName, addresses);
        WeirException rejected = selection.select(List.of(fetched)).get(fetched);
        cache.retainOnly(trustFile);
        if (rejected != null) {
            throw rejected;
        }
        return fetched.state();
    }

    /**
     * Fetches all repositories of eight publishers at a time, those of a publisher one after the other, because the first may replace its
     * hotkey. One that cannot be fetched does not stop the others. What has arrived is stored together while other fetches go on.
     *
     * @return the problems; none if all were fetched
     */
    public List<Problem> fetchAll() {
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL_FETCHES);
        try {
            CompletionService<List<Attempt>> fetches = new ExecutorCompletionService<>(threads);
            List<Trust.Publisher> publishers = trustFile.read().publishers();
            for (Trust.Publisher publisher : publishers) {
                fetches.submit(() -> publisher.repositories().stream()
                        .map(repository -> attempt(publisher, repository))
                        .toList());
            }
            List<Problem> problems = new ArrayList<>();
            for (int open = publishers.size(); open > 0; ) {
                List<Attempt> arrived = new ArrayList<>();
                for (Future<List<Attempt>> next = fetches.take(); next != null; next = fetches.poll()) {
                    arrived.addAll(next.get());
                    open--;
                }
                problems.addAll(select(arrived));
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

    /** A repository that was read, or the reason why it was not. */
    private record Attempt(
            Trust.Publisher publisher,
            Trust.Repository repository,
            Optional<FetchedRepository> fetched,
            Optional<WeirException> failure) {}

    private Attempt attempt(Trust.Publisher publisher, Trust.Repository repository) {
        try {
            Trust trust = trustFile.read();
            Trust.Publisher current =
                    trust.owner(publisher.ss58()).orElseGet(() -> PublisherKeys.require(trust, publisher.ss58()));
            FetchedRepository fetched = read(current, repository.name(), repository.urls());
            return new Attempt(publisher, repository, Optional.of(fetched), Optional.empty());
        } catch (WeirException e) {
            return new Attempt(publisher, repository, Optional.empty(), Optional.of(e));
        }
    }

    private List<Problem> select(List<Attempt> attempts) {
        Map<FetchedRepository, WeirException> rejected = selection.select(
                attempts.stream().flatMap(each -> each.fetched().stream()).toList());
        return attempts.stream()
                .flatMap(each -> each
                        .failure()
                        .or(() -> each.fetched().map(rejected::get))
                        .map(failure -> new Problem(each.publisher(), each.repository(), failure.getMessage()))
                        .stream())
                .toList();
    }

    private FetchedRepository read(Trust.Publisher publisher, String repositoryName, List<String> addresses) {
        Trust.Publisher current = publisher;
        List<String> problems = new ArrayList<>();
        for (String address : addresses) {
            ReadOnceSource source = new ReadOnceSource(sources.apply(address));
            try {
                current = keys.apply(current, source);
                if (current.frozen().isPresent()) {
                    throw new FrozenPublisherException(current);
                }
                return read(current, repositoryName, address, source);
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

    private FetchedRepository read(
            Trust.Publisher publisher, String repositoryName, String address, ReadOnceSource source) {
        VerifiedRepository head = VerifiedRepository.readHead(source, Optional.of(PublicKey.ofSs58(publisher.ss58())));
        if (!head.head().repository().equals(repositoryName)) {
            throw WeirException.failed(
                    source + " is the repository " + head.head().repository() + ", not " + repositoryName,
                    "Correct the address.");
        }
        Optional<Trust.Repository> known = publisher.repository(repositoryName);
        known.ifPresent(each -> HeadSelection.requireNotOlder(each, head.head(), source));
        Optional<Trust.Repository> selected = known.filter(each -> each.urls().contains(address))
                .filter(each -> each.head().equals(head.headSha256()));
        Optional<VerifiedRepository> copy = selected.flatMap(each -> cache.find(publisher, each));
        if (copy.isPresent()) {
            cache.confirm(selected.orElseThrow());
            return new FetchedRepository(publisher.ss58(), address, copy.get(), Optional.empty());
        }
        VerifiedRepository state = head.withIndex(source);
        return new FetchedRepository(
                publisher.ss58(), address, state, Optional.of(cache.stage(state.headSha256(), source)));
    }
}
