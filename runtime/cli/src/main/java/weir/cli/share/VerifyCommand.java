package weir.cli.share;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.cli.backtest.ScoreReports;
import weir.cli.backtest.StrategyRunners;
import weir.embedded.StrategyRunner;
import weir.installer.BundleIdentity;
import weir.installer.trust.ProvenanceFiles;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Permissions;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.VerifiedPlugin;
import weir.launcher.Assembly;
import weir.report.TextTable;
import weir.share.fetch.JarCache;
import weir.share.fetch.KnownRepository;
import weir.share.http.DownloadProgress;
import weir.share.repository.DirectorySource;
import weir.share.repository.RepositoryVerification;
import weir.share.repository.ScoreReport;
import weir.share.repository.VerifiedRepository;
import weir.share.update.InstalledBundles;
import weir.share.update.InstalledBundles.InstalledJar;
import weir.share.update.InstalledSignature;

/** {@code weir verify FILE|DIRECTORY|NAME}. */
@Command(
        name = "verify",
        description = {
            "Verifies a strategy's JAR and its permissions, or the signatures, hashes and JARs of a repository.",
            "With the name of an installed bundle, verifies each installed version and its publisher's signature.",
            "The exit code is 1 if something is wrong."
        },
        sortOptions = false)
public final class VerifyCommand implements Runnable {

    @Parameters(
            paramLabel = "FILE|DIRECTORY|NAME",
            description = "A JAR, the directory of a repository, or an installed bundle.")
    private String subject;

    @Option(
            names = "--publisher",
            paramLabel = "SS58",
            description = "Key that must have signed the repository. Without it, any key is accepted and shown.")
    private String publisher;

    @Option(
            names = "--report",
            description = {
                "Replays the score reports of the repository, or of the installed bundle, from the own history and"
                        + " compares",
                "the results bit for bit. The code of the JARs runs at the level of its publisher (`weir trust"
                        + " isolate`), and only",
                "without permissions."
            })
    private boolean isReplayed;

    @Mixin
    private DownloadOptions downloads;

    @Mixin
    private ShareOptions options;

    @Override
    public void run() {
        Path path = Path.of(subject);
        if (Files.isDirectory(path)) {
            verifyRepository(path);
        } else if (Files.exists(path)) {
            if (isReplayed) {
                throw WeirException.usage(
                        "--report: " + path + " is a JAR, which has no report",
                        "Name the directory of its repository, or the installed bundle.");
            }
            verifyJar(path, "");
        } else {
            verifyInstalled();
        }
    }

    private void verifyInstalled() {
        ProvenanceFiles provenance = new ProvenanceFiles(options.home().data());
        InstalledSignature signature = new InstalledSignature(
                options.trustFile().read(),
                new JarCache(options.home().data()),
                downloads.opener(DownloadProgress.NONE));
        boolean isFound = false;
        for (InstalledJar jar : InstalledBundles.list(options.home().plugins(), provenance)) {
            try {
                BundleIdentity identity = JarVerifier.identity(jar.file());
                if (identity.name().equals(subject)) {
                    isFound = true;
                    verifyJar(jar.file(), signature.verify(jar, identity, provenance.read()));
                    if (isReplayed) {
                        try (StrategyRunner runner = StrategyRunners.of(options.home(), Assembly.running())) {
                            replay(runner, jar.file(), publishedReport(jar.sha256()));
                        }
                    }
                }
            } catch (PluginRejectedException e) {
                System.err.println("weir: " + jar.file() + " is left out: " + e.problem());
            } catch (IOException e) {
                throw WeirException.failed("cannot read " + jar.file(), "Check its permissions.", e);
            }
        }
        if (!isFound) {
            throw WeirException.usage(
                    subject + " does not exist, and no installed bundle has this name",
                    "Name a JAR, the directory of a repository, or a bundle of `weir strategies`.");
        }
    }

    private void verifyRepository(Path path) {
        VerifiedRepository repository = RepositoryVerification.verify(
                path, Optional.ofNullable(publisher).map(text -> Verifiers.key("--publisher", text)), Verifiers.jars());
        options.show(ShareJson.json(repository), () -> print(repository));
        if (isReplayed) {
            DirectorySource source = new DirectorySource(path);
            if (repository.head().reports().isEmpty()) {
                System.err.println("the repository has no report; `weir publish --report` adds one");
            }
            String signer = repository.head().publisher().ss58();
            for (ScoreReport.Entry entry : repository.head().reports()) {
                ScoreReport report = VerifiedRepository.readReport(source, entry);
                // One for each report: its processes and copies end with it.
                try (StrategyRunner runner = StrategyRunners.ofSigner(options.home(), Assembly.running(), signer)) {
                    repository.bundles().stream()
                            .filter(bundle -> bundle.sha256().equals(entry.bundle()))
                            .forEach(bundle -> replay(runner, path.resolve(bundle.path()), report));
                }
            }
        }
    }

    /** The report of an installed JAR, from the repository that has published it. */
    private ScoreReport publishedReport(String sha256) {
        for (KnownRepository known : options.known()) {
            for (ScoreReport.Entry entry : known.state().head().reports()) {
                if (entry.bundle().equals(sha256)) {
                    String url = known.repository().urls().get(0);
                    return VerifiedRepository.readReport(
                            downloads.opener(DownloadProgress.NONE).apply(url), entry);
                }
            }
        }
        throw WeirException.failed(
                "no known repository has a report of " + sha256,
                "Ask its publisher to publish one: weir publish --report.");
    }

    private void replay(StrategyRunner runner, Path jar, ScoreReport report) {
        try {
            Permissions permissions = Verifiers.jars().verify(jar).permissions();
            if (!permissions.declared().isEmpty() || !permissions.found().isEmpty()) {
                throw WeirException.failed(
                        "the report of " + report.strategy() + " is not replayed, because " + jar.getFileName()
                                + " uses "
                                + Permissions.names(permissions.found().keySet()),
                        "A replay runs the code of the JAR. Install it first if you trust it, and use `weir"
                                + " backtest`.");
            }
        } catch (PluginRejectedException e) {
            throw WeirException.failed(jar + ": " + e.problem(), "Correct it: " + e.remedy() + ".");
        }
        try {
            TemporaryDirectory alone = TemporaryDirectory.create("weir-report");
            try {
                Path copy = Files.copy(jar, alone.path().resolve("strategy.jar"));
                ScoreReports.replay(options.home(), runner, copy, report);
            } finally {
                alone.remove();
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot copy " + jar, "Free space in the temporary directory.", e);
        }
        System.err.println("report     " + report.strategy() + " on " + report.pool() + ", " + report.rounds()
                + " rounds: mean score " + report.mean() + ", holding " + report.hold()
                + "; replayed, equal bit for bit");
    }

    private static void print(VerifiedRepository repository) {
        System.out.println("repository " + repository.head().repository() + ", sequence "
                + repository.head().sequence() + ", signed by "
                + repository.head().publisher());
        Instant expires = repository.head().expires();
        System.out.println((expires.isBefore(Instant.now()) ? "EXPIRED    " : "expires    ") + expires);
        TextTable table =
                new TextTable("BUNDLE", "VERSION", "STRATEGIES", "PERMISSIONS", "LICENSE", "STATE", "SHA-256");
        repository
                .bundles()
                .forEach(bundle -> table.row(
                        bundle.name(),
                        bundle.version().toString(),
                        String.join(", ", bundle.strategies()),
                        Permissions.names(bundle.permissions()),
                        bundle.license(),
                        repository.yanked().stream()
                                .filter(yank -> yank.bundle().equals(bundle.sha256()))
                                .map(yank -> "withdrawn (" + yank.severity().id() + "): " + yank.reason())
                                .findFirst()
                                .orElse("-"),
                        bundle.sha256()));
        table.print();
        repository.yanked().stream()
                .filter(yank -> !yank.isIndexed())
                .forEach(yank ->
                        System.out.println("withdrawn (" + yank.severity().id() + ") although not here: "
                                + yank.bundle() + ": " + TextTable.plain(yank.reason())));
    }

    /** @param signature by whom it is signed, in words; empty if that is not known */
    private void verifyJar(Path path, String signature) {
        try {
            VerifiedPlugin plugin = Verifiers.jars().verify(path);
            Permissions permissions = plugin.permissions();
            JsonObject result = new JsonObject();
            result.addProperty("name", plugin.identity().name());
            result.addProperty("version", plugin.identity().version().toString());
            if (!signature.isEmpty()) {
                result.addProperty("signature", signature);
            }
            result.add("strategies", ShareJson.texts(plugin.strategies()));
            result.add("declared", ShareJson.names(permissions.declared()));
            result.add("found", ShareJson.names(permissions.found().keySet()));
            result.add("undeclared", ShareJson.names(permissions.undeclared()));
            Map<String, String> described = describedBy(path);
            described.forEach((header, value) -> result.addProperty(header, value));
            options.show(result, () -> {
                System.out.println("bundle     " + plugin.identity());
                if (!signature.isEmpty()) {
                    System.out.println("signature  " + signature);
                }
                System.out.println("strategies " + String.join(", ", plugin.strategies()));
                described.forEach((header, value) -> System.out.printf("%-10s %s%n", header, TextTable.plain(value)));
                System.out.println("declares   " + Permissions.names(permissions.declared()));
                System.out.println(
                        "uses       " + Permissions.names(permissions.found().keySet()));
                permissions
                        .found()
                        .forEach((permission, use) -> System.out.println("  " + permission.id() + ": " + use));
            });
            if (!permissions.undeclared().isEmpty()) {
                throw WeirException.failed(
                        path + " uses permissions that it does not declare: "
                                + Permissions.names(permissions.undeclared()),
                        "Declare them with weir.permission, see docs/share.md.");
            }
        } catch (PluginRejectedException e) {
            throw WeirException.failed(path + ": " + e.problem(), "Correct it: " + e.remedy() + ".");
        }
    }

    /** What the author states in the manifest. */
    private static Map<String, String> describedBy(Path path) {
        Map<String, String> headers = new LinkedHashMap<>();
        try (JarFile jar = new JarFile(path.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            for (String name : List.of("License", "Description", "SCM", "Developers")) {
                String value = manifest.getValue("Bundle-" + name);
                if (value != null) {
                    headers.put(name.equals("SCM") ? "source" : name.toLowerCase(Locale.ROOT), value);
                }
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + path, "Name a strategy's JAR.", e);
        }
        return headers;
    }
}
