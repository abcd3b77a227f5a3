package weir.cli.share;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.launcher.Home;
import weir.share.fetch.KnownRepository;
import weir.share.fetch.RepositoryCache;
import weir.share.fetch.RepositoryFetcher;
import weir.share.repository.RepositorySource;

/** Options of the commands that use trusted publishers. */
public final class ShareOptions {

    @Mixin
    private HomeOption home;

    @Mixin
    private JsonOption json;

    /** Shows the result as JSON, or as text. */
    public void show(JsonElement result, Runnable asText) {
        json.show(result, asText);
    }

    /** Shows the result of a command that has only done what it was told. */
    public void showDone(String name, String value, String sentence) {
        JsonObject result = new JsonObject();
        result.addProperty(name, value);
        show(result, () -> System.out.println(sentence));
    }

    /**
     * Removes something from the trusted publishers and lists.
     *
     * @param change the change for the journal
     * @param name what is removed, as the user named it
     * @param sentence the result for the user
     */
    public void remove(String change, String name, UnaryOperator<Trust> removal, String sentence) {
        trustFile().update(change, removal);
        showDone("removed", name, sentence);
    }

    public Home home() {
        return home.home();
    }

    public RepositoryCache cache() {
        return new RepositoryCache(home.home().data());
    }

    public TrustFile trustFile() {
        return trustFile(home.home());
    }

    public RepositoryFetcher fetcher(Function<String, RepositorySource> opener) {
        return new RepositoryFetcher(trustFile(), cache(), opener);
    }

    /** Says in text from when the copies are that a command uses without a connection. */
    public void showAge(List<KnownRepository> known) {
        if (json.isSet()) {
            return;
        }
        known.stream()
                .flatMap(each -> cache().fetchedAt(each.repository()).stream())
                .min(Comparator.naturalOrder())
                .ifPresent(oldest -> System.err.println("from verified copies, the oldest of "
                        + oldest.truncatedTo(ChronoUnit.SECONDS) + "; `weir update --check` fetches the newest state"));
    }

    /** The known states of all repositories. A damaged copy is reported and does not hide the others. */
    public List<KnownRepository> known() {
        return known(home.home());
    }

    public static TrustFile trustFile(Home home) {
        return new TrustFile(home.data().resolveSibling("conf"), home.data(), Clock.systemUTC());
    }

    public static List<KnownRepository> known(Home home) {
        RepositoryCache cache = new RepositoryCache(home.data());
        List<KnownRepository> known = new ArrayList<>();
        for (Trust.Publisher publisher : trustFile(home).read().publishers()) {
            for (Trust.Repository repository : publisher.repositories()) {
                try {
                    cache.read(publisher, repository)
                            .ifPresentOrElse(
                                    state -> known.add(new KnownRepository(publisher, repository, state)),
                                    () -> reportMissing(publisher, repository, "there is no copy of it"));
                } catch (WeirException e) {
                    reportMissing(publisher, repository, e.getMessage());
                }
            }
        }
        return known;
    }

    private static void reportMissing(Trust.Publisher publisher, Trust.Repository repository, String problem) {
        System.err.println(
                "weir: " + publisher.alias() + "'s repository " + repository.name() + " is left out: " + problem
                        + ". Fetch it again: weir repo add " + repository.urls().get(0));
    }
}
