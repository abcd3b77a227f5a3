package weir.cli.update;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.cli.admin.AdminClient;
import weir.cli.backtest.ScoreComparison;
import weir.cli.backtest.ScoreComparison.Scores;
import weir.cli.share.DownloadOptions;
import weir.cli.share.ShareOptions;
import weir.cli.share.Verifiers;
import weir.embedded.StrategyCatalog;
import weir.installer.trust.KnownUpdates;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;
import weir.launcher.AdminPort;
import weir.share.fetch.KnownRepository;
import weir.share.fetch.RepositoryFetcher.Problem;
import weir.share.http.DownloadProgress;
import weir.share.list.BlocklistFetcher;
import weir.share.update.AvailableUpdate;
import weir.share.update.InstalledBundles;
import weir.share.update.InstalledBundles.BlockedJar;
import weir.share.update.InstalledBundles.InstalledJar;
import weir.share.update.UpdateCheck;

/** {@code weir update --check} and {@code weir update NAME}. */
@Command(
        name = "update",
        description = {
            "Fetches all repositories and blocklists, and lists or installs newer versions of installed bundles.",
            "--check installs nothing. It exits with 3 if there are updates, with 4 if an installed bundle is"
                    + " withdrawn or on a",
            "blocklist.",
            "With NAME, shows the differences, scores both versions on the stored days, and installs the newer one."
                    + " Scoring runs both",
            "at the level of the publisher, see `weir trust isolate`; one with permissions that are not accepted is"
                    + " not run."
        },
        sortOptions = false)
public final class UpdateCommand implements Callable<Integer> {

    /** Exit code if there are updates. */
    static final int UPDATES = 3;
    /** Exit code if a blocklist or a publisher names an installed bundle. */
    static final int BLOCKED = 4;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Bundle, as in `weir strategies`.")
    private String name;

    @Option(names = "--check", description = "Installs nothing.")
    private boolean check;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "1",
            description = "Newest stored days on which both versions are scored (${DEFAULT-VALUE}); 0 for none.")
    private int days;

    @Mixin
    private AcceptOptions accepted;

    @Mixin
    private DownloadOptions downloads;

    @Mixin
    private ShareOptions options;

    @Override
    public Integer call() throws IOException {
        if (name == null && !check) {
            throw WeirException.usage(
                    "an update needs the name of a bundle", "Give NAME, or --check to list the updates.");
        }
        List<String> unreachable = fetch();
        List<KnownRepository> known = options.known();
        Instant now = Clock.systemUTC().instant();
        UpdateCheck found = UpdateCheck.of(
                installed(),
                known,
                options.trustFile().read(),
                Verifiers.platform().exported(),
                now,
                accepted.isStale());
        if (name == null) {
            store(found.known(now, unreachable));
            List<BlockedJar> blocked = InstalledBundles.blocked(
                    options.home().plugins(),
                    new ProvenanceFiles(options.home().data()),
                    options.trustFile().read());
            options.show(UpdateText.json(found, blocked, unreachable), () -> UpdateText.print(found, blocked));
            if (!blocked.isEmpty()) {
                return BLOCKED;
            }
            return found.updates().isEmpty() ? unreachable.isEmpty() ? 0 : 1 : UPDATES;
        }
        return update(found);
    }

    /** Stores what was found, for the operator page of the host. */
    private void store(KnownUpdates known) {
        try {
            Files.createDirectories(options.home().data());
            known.write(options.home().data());
        } catch (IOException e) {
            System.err.println("weir: the operator page does not show this result, because it cannot be stored (" + e
                    + "). Make " + options.home().data() + " writable");
        }
    }

    /** Fetches repositories and blocklists, and reports what cannot be fetched. */
    private List<String> fetch() {
        List<String> problems = new ArrayList<>();
        try {
            for (Problem each :
                    options.fetcher(downloads.opener(DownloadProgress.NONE)).fetchAll()) {
                problems.add(
                        each.message() + ". The copy of " + each.publisher().alias() + "'s repository "
                                + each.repository().name() + " is from "
                                + options.cache()
                                        .fetchedAt(each.repository())
                                        .map(Object::toString)
                                        .orElse("no known time"));
            }
        } catch (WeirException e) {
            problems.add(e.getMessage()); // the blocklists are fetched nevertheless
        }
        new BlocklistFetcher(options.trustFile(), downloads.opener(DownloadProgress.NONE))
                .fetchAll()
                .forEach(each -> problems.add("the blocklist " + each.list().name() + ": " + each.message()));
        problems.forEach(problem -> System.err.println("weir: " + problem));
        return problems;
    }

    private List<Provenance> installed() {
        return InstalledBundles.shared(
                options.home().plugins(), new ProvenanceFiles(options.home().data()));
    }

    private int update(UpdateCheck found) throws IOException {
        List<Provenance> installed = installed();
        if (installed.stream().noneMatch(each -> each.name().equals(name))) {
            throw WeirException.usage(
                    name + " is not installed from a publisher", "`weir strategies` lists the installed bundles.");
        }
        found.problems().stream()
                .filter(problem -> problem.startsWith(name + " "))
                .findFirst()
                .ifPresent(problem -> {
                    throw WeirException.failed(problem, "Ask the publisher, or choose another version.");
                });
        Optional<AvailableUpdate> available = found.updates().stream()
                .filter(each -> each.installed().name().equals(name))
                .findFirst();
        if (available.isEmpty()) {
            options.showDone("newest", name, "the newest version of " + name + " is installed");
            return 0;
        }
        AvailableUpdate update = available.get();
        System.err.println(update.describe());
        if (!check) {
            update.update().requireAccepted(installed, accepted.permissions());
        }
        byte[] jar = SharedInstallation.read(update.update(), options.home(), downloads);
        List<Scores> scores = score(update, jar);
        if (check) {
            options.show(UpdateText.json(update, scores), () -> UpdateText.print(scores));
            return UPDATES;
        }
        AdminClient host = new AdminClient(new AdminPort(options.home()));
        JsonElement answer = SharedInstallation.install(
                update.update(), jar, options.home(), bytes -> host.post(bytes, "strategies"));
        options.show(UpdateText.installed(update, scores, answer), () -> {
            UpdateText.print(scores);
            System.out.println(
                    "updated " + name + " to " + update.update().bundle().version());
        });
        return 0;
    }

    /** Runs both versions at the level of their publisher. A newer version with permissions that are not accepted is not run. */
    private List<Scores> score(AvailableUpdate update, byte[] jar) throws IOException {
        if (days <= 0) {
            return List.of();
        }
        Set<String> added = update.addedPermissions();
        accepted.permissions().forEach(permission -> added.remove(permission.id()));
        if (!added.isEmpty()) {
            String names = String.join(",", added);
            System.err.println(
                    "not scored: the update needs " + names + ". To run it for its scores, add --accept " + names);
            return List.of();
        }
        TemporaryDirectory temporary = TemporaryDirectory.create("weir-update");
        try {
            Files.write(temporary.path().resolve("new.jar"), jar);
            Stream<InstalledJar> jars =
                    InstalledBundles.list(
                            options.home().plugins(),
                            new ProvenanceFiles(options.home().data()))
                            .stream();
            Path old = jars.filter(
                            each -> each.sha256().equals(update.installed().sha256()))
                    .findFirst()
                    .orElseThrow()
                    .file();
            Files.copy(old, temporary.path().resolve("old.jar"));
            List<Scores> scores = new ScoreComparison(
                            options.home(),
                            days,
                            update.update().known().publisher().ss58())
                    .compare(
                            update.update().bundle().strategies(),
                            StrategyCatalog.in(temporary.path()),
                            update.installed().version(),
                            update.update().bundle().version().toString());
            if (scores.isEmpty()) {
                System.err.println("no scores: no swaps are stored; see `weir history fetch`");
            }
            return scores;
        } finally {
            temporary.remove();
        }
    }
}
