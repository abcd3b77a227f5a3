package weir.bench.share;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.base.TemporaryDirectory;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.installer.trust.Provenance;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.installer.verify.Platform;
import weir.launcher.Assembly;
import weir.share.fetch.KnownRepository;
import weir.share.fetch.RepositoryCache;
import weir.share.fetch.RepositoryFetcher;
import weir.share.fetch.SharedBundle;
import weir.share.fetch.SourceAddress;
import weir.share.http.DownloadProgress;
import weir.share.http.HeaderFile;
import weir.share.repository.IndexedBundle;
import weir.share.repository.VerifiedRepository;
import weir.share.update.UpdateCheck;

/** Search, verification and update check over many publishers. */
public final class ShareMeasurement implements Measurement {

    private static final int PUBLISHERS = 50;
    private static final int BUNDLES = 20;
    private static final int RUNS = 20;

    @Override
    public String name() {
        return "share";
    }

    @Override
    public String summary() {
        return "1,000 bundles of 50 publishers; goals: search 200 ms, verification 100 ms, update check 2 s, flat memory";
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        TemporaryDirectory temporary = TemporaryDirectory.create("weir-bench-share");
        Path folder = temporary.path();
        try (PublishedRepositories published = new PublishedRepositories(folder, BUNDLES)) {
            progress.println("  publishing " + PUBLISHERS * BUNDLES + " bundles");
            for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
                published.publish(publisher, "1.0.0");
            }
            return measure(folder.resolve("home"), published, progress);
        } finally {
            temporary.remove();
        }
    }

    private static Figures measure(Path home, PublishedRepositories published, PrintStream progress) throws Exception {
        TrustFile trustFile = new TrustFile(home.resolve("conf"), home.resolve("data"), InstantSource.system());
        RepositoryCache cache = new RepositoryCache(home.resolve("data"));
        RepositoryFetcher fetcher =
                new RepositoryFetcher(trustFile, cache, SourceAddress.opener(HeaderFile.NONE, DownloadProgress.NONE));
        for (int i = 0; i < PUBLISHERS; i++) {
            Trust.Publisher publisher = publisher(i);
            trustFile.update("trust", trust -> trust.with(publisher));
            fetcher.fetch(publisher, "lp", List.of(published.address(i)));
        }
        double[] search = new double[RUNS];
        double[] verify = new double[RUNS];
        double[] unchanged = new double[RUNS];
        double heapEarly = 0;
        for (int run = 0; run < RUNS; run++) {
            long begun = System.nanoTime();
            long found = known(trustFile, cache).stream()
                    .flatMap(known -> known.state().bundles().stream())
                    .filter(bundle -> bundle.name().contains(".b7"))
                    .count();
            search[run] = millisSince(begun);
            require(found == PUBLISHERS, found + " bundles were found");
            begun = System.nanoTime();
            known(trustFile, cache, 1);
            verify[run] = millisSince(begun);
            begun = System.nanoTime();
            require(fetcher.fetchAll().isEmpty(), "not all repositories were fetched");
            unchanged[run] = millisSince(begun);
            if (run == RUNS / 10) {
                heapEarly = heap();
            }
        }
        double heapLate = heap();
        List<Provenance> installed = installed(known(trustFile, cache));
        progress.println("  publishing an update of each bundle");
        for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
            published.publish(publisher, "1.1.0");
        }
        long begun = System.nanoTime();
        require(fetcher.fetchAll().isEmpty(), "not all repositories were fetched");
        UpdateCheck check = UpdateCheck.of(
                installed,
                known(trustFile, cache),
                trustFile.read(),
                Platform.in(Assembly.running().folder().resolve("system")).exported(),
                Instant.now(),
                false);
        double updates = millisSince(begun);
        require(check.updates().size() == PUBLISHERS, check.updates().size() + " updates, " + check.problems());
        return new Figures()
                .add(
                        "search_ms",
                        Figures.median(search),
                        "one word in 1,000 bundles of 50 verified copies, median of 20")
                .add("verify_ms", Figures.median(verify), "head and index of 20 bundles")
                .add("unchanged_check_ms", Figures.median(unchanged), "fetch of 50 repositories that have not changed")
                .add("update_check_ms", updates, "update check of 50 repositories that have all changed")
                .add("heap_early_mb", heapEarly, "live heap after a tenth of the runs")
                .add("heap_late_mb", heapLate, "live heap after all runs");
    }

    private static Trust.Publisher publisher(int number) {
        return new Trust.Publisher(
                PublishedRepositories.key(number).publicKey().ss58(),
                "p" + number,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static List<KnownRepository> known(TrustFile trustFile, RepositoryCache cache) {
        return known(trustFile, cache, PUBLISHERS);
    }

    private static List<KnownRepository> known(TrustFile trustFile, RepositoryCache cache, int limit) {
        List<KnownRepository> known = new ArrayList<>();
        for (Trust.Publisher publisher : trustFile.read().publishers().subList(0, limit)) {
            Trust.Repository repository = publisher.repositories().get(0);
            VerifiedRepository state = cache.read(publisher, repository).orElseThrow();
            known.add(new KnownRepository(publisher, repository, state));
        }
        return known;
    }

    /** The first bundle of each publisher. */
    private static List<Provenance> installed(List<KnownRepository> known) {
        List<Provenance> installed = new ArrayList<>();
        for (KnownRepository each : known) {
            IndexedBundle bundle = each.state().bundles().get(0);
            installed.add(new SharedBundle(each, bundle).provenance(Instant.now()));
        }
        return installed;
    }

    private static double heap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    private static double millisSince(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void require(boolean isMet, String problem) {
        if (!isMet) {
            throw new IllegalStateException(problem);
        }
    }
}
