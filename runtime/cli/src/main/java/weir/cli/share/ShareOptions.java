package weir.cli.share;

import com.google.gson.JsonElement;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.share.fetch.RepositoryCache;
import weir.share.fetch.RepositoryFetcher;
import weir.share.repository.VerifiedRepository;

/** Options of the commands that use trusted publishers. */
final class ShareOptions {

    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "Shows the result as JSON.")
    private boolean json;

    /** A repository, its publisher, and its newest known state. */
    record Known(Trust.Publisher publisher, Trust.Repository repository, VerifiedRepository state) {}

    boolean isJson() {
        return json;
    }

    void print(JsonElement result) {
        System.out.println(result);
    }

    TrustFile trustFile() {
        Path data = home.home().data();
        return new TrustFile(data.resolveSibling("conf"), data, Clock.systemUTC());
    }

    RepositoryFetcher fetcher() {
        return new RepositoryFetcher(trustFile(), cache());
    }

    /** The known states of all repositories. A damaged copy is reported and does not hide the others. */
    List<Known> known() {
        List<Known> known = new ArrayList<>();
        for (Trust.Publisher publisher : trustFile().read().publishers()) {
            for (Trust.Repository repository : publisher.repositories()) {
                try {
                    cache().read(publisher, repository)
                            .ifPresentOrElse(
                                    state -> known.add(new Known(publisher, repository, state)),
                                    () -> missing(publisher, repository, "there is no copy of it"));
                } catch (WeirException e) {
                    missing(publisher, repository, e.getMessage());
                }
            }
        }
        return known;
    }

    private static void missing(Trust.Publisher publisher, Trust.Repository repository, String problem) {
        System.err.println(
                "weir: " + publisher.alias() + "'s repository " + repository.name() + " is left out: " + problem
                        + ". Fetch it again: weir repo add " + repository.urls().get(0));
    }

    private RepositoryCache cache() {
        return new RepositoryCache(home.home().data());
    }
}
