package weir.cli.share;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.installer.trust.Yank;
import weir.installer.verify.Permissions;
import weir.report.TextTable;
import weir.share.fetch.KnownRepository;
import weir.share.repository.IndexedBundle;

/** {@code weir search} and {@code weir show}: from the verified copies, without a connection. */
public final class SearchCommand {

    private SearchCommand() {}

    /** {@code weir search [TEXT]}. */
    @Command(
            name = "search",
            description = {
                "Searches the repositories of trusted publishers for strategies: bundle, strategy names, description.",
                "Uses the copies that `weir repo add` has fetched."
            },
            sortOptions = false)
    public static final class Search implements Runnable {

        @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Text in any case; none lists all.")
        private String text = "";

        @Option(names = "--license", paramLabel = "SPDX", description = "Only with this licence, for example MIT.")
        private String license;

        @Option(names = "--pure", description = "Only strategies that need no permission.")
        private boolean pure;

        @Mixin
        private ShareOptions options;

        @Override
        public void run() {
            JsonArray found = new JsonArray();
            TextTable table = new TextTable("BUNDLE", "VERSION", "STRATEGIES", "PERMISSIONS", "LICENSE", "DESCRIPTION");
            List<KnownRepository> all = options.known();
            for (KnownRepository known : all) {
                List<IndexedBundle> newest = newest(known);
                for (IndexedBundle bundle : newest) {
                    if (matches(bundle)) {
                        String name = known.publisher().alias() + "/" + bundle.name();
                        table.row(
                                name,
                                bundle.version().toString(),
                                String.join(", ", bundle.strategies()),
                                Permissions.names(bundle.permissions()),
                                bundle.license(),
                                bundle.description());
                        found.add(json(known, bundle));
                    }
                }
            }
            options.show(found, table::print);
            options.showAge(all);
            if (all.isEmpty()) {
                System.err.println("There is no repository to search. Add one: weir repo add URL");
            }
        }

        /** The newest version of each bundle that its publisher has not withdrawn. */
        private static List<IndexedBundle> newest(KnownRepository known) {
            List<IndexedBundle> valid = known.state().bundles().stream()
                    .filter(bundle -> yank(known, bundle).isEmpty())
                    .toList();
            return valid.stream()
                    .filter(bundle -> valid.stream()
                            .noneMatch(other -> other.name().equals(bundle.name())
                                    && other.version().compareTo(bundle.version()) > 0))
                    .sorted(Comparator.comparing(IndexedBundle::name))
                    .toList();
        }

        private boolean matches(IndexedBundle bundle) {
            String all = bundle.name() + " " + bundle.strategies() + " " + bundle.description();
            return all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))
                    && (license == null || bundle.license().equalsIgnoreCase(license))
                    && (!pure || bundle.permissions().isEmpty());
        }
    }

    /** {@code weir show ALIAS/NAME}. */
    @Command(
            name = "show",
            description = "Shows the versions of a bundle in a repository: permissions, licence, fit to this host.",
            sortOptions = false)
    public static final class Show implements Runnable {

        @Parameters(paramLabel = "ALIAS/NAME", description = "As `weir search` shows it.")
        private String name;

        @Mixin
        private ShareOptions options;

        @Override
        public void run() {
            Map<String, Version> exported = Verifiers.platform().exported();
            JsonArray versions = new JsonArray();
            TextTable table = new TextTable(
                    "VERSION", "REPOSITORY", "PERMISSIONS", "LICENSE", "FITS", "STATE", "REPORT", "BYTES", "SHA-256");
            List<KnownRepository> all = options.known();
            for (KnownRepository known : all) {
                String prefix = known.publisher().alias() + "/";
                List<IndexedBundle> bundles = known.state().bundles().stream()
                        .filter(bundle -> name.equals(prefix + bundle.name()))
                        .sorted(Comparator.comparing(IndexedBundle::version).reversed())
                        .toList();
                for (IndexedBundle bundle : bundles) {
                    table.row(
                            bundle.version().toString(),
                            known.repository().name(),
                            Permissions.names(bundle.permissions()),
                            bundle.license(),
                            bundle.fits(exported) ? "yes" : "no: needs another API",
                            state(known, bundle),
                            hasReport(known, bundle) ? "unverified" : "",
                            Long.toString(bundle.size()),
                            bundle.sha256());
                    JsonObject json = json(known, bundle);
                    json.addProperty("fits", bundle.fits(exported));
                    json.addProperty("size", bundle.size());
                    json.addProperty("report", hasReport(known, bundle) ? "unverified" : "none");
                    yank(known, bundle).ifPresent(yank -> json.addProperty("yanked", yank.reason()));
                    versions.add(json);
                }
            }
            if (versions.isEmpty()) {
                throw WeirException.usage("there is no bundle " + name, "`weir search` lists the bundles.");
            }
            options.show(versions, table::print);
            options.showAge(all);
        }

        /** Whether the publisher claims a score, which {@code weir verify --report} replays. */
        private static boolean hasReport(KnownRepository known, IndexedBundle bundle) {
            return known.state().head().reports().stream()
                    .anyMatch(entry -> entry.bundle().equals(bundle.sha256()));
        }

        private static String state(KnownRepository known, IndexedBundle bundle) {
            if (known.publisher().frozen().isPresent()) {
                return "frozen: " + known.publisher().frozen().get();
            }
            Optional<Yank> yank = yank(known, bundle);
            if (yank.isPresent()) {
                return "withdrawn (" + yank.get().severity().id() + "): "
                        + yank.get().reason();
            }
            return known.state().head().expires().isBefore(Instant.now()) ? "expired" : "";
        }
    }

    private static Optional<Yank> yank(KnownRepository known, IndexedBundle bundle) {
        return known.state().head().yanked().stream()
                .filter(yank -> yank.bundle().equals(bundle.sha256()))
                .findFirst();
    }

    private static JsonObject json(KnownRepository known, IndexedBundle bundle) {
        JsonObject json = ShareJson.json(bundle);
        json.addProperty("publisher", known.publisher().ss58());
        json.addProperty("alias", known.publisher().alias());
        json.addProperty("repository", known.repository().name());
        return json;
    }
}
