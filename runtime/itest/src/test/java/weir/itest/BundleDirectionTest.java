package weir.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;

/**
 * Dependencies between the shipped bundles, read from their manifests: imports go to lower layers only, plugins use the API bundles
 * only, the axon exports nothing, and no export uses Gson.
 */
class BundleDirectionTest {

    private static final Path WEIR = Path.of("../app/target/weir");

    /** The bundles of Weir that each bundle may import. A bundle that is missing here must not be shipped. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("weir.strategy", Set.of()),
            Map.entry("weir.uniswap.v3", Set.of()),
            Map.entry("weir.logging", Set.of()),
            Map.entry("weir.base", Set.of()),
            Map.entry("weir.protocol", Set.of("weir.strategy", "weir.base")),
            Map.entry("weir.history", Set.of("weir.uniswap.v3", "weir.base")),
            Map.entry("weir.market", Set.of("weir.strategy", "weir.uniswap.v3", "weir.history")),
            Map.entry("weir.router", Set.of("weir.strategy", "weir.uniswap.v3", "weir.market", "weir.base")),
            Map.entry(
                    "weir.backtest",
                    Set.of("weir.strategy", "weir.uniswap.v3", "weir.history", "weir.market", "weir.base")),
            Map.entry("weir.installer", Set.of("weir.router", "weir.base")),
            Map.entry("weir.chain", Set.of("weir.protocol", "weir.history")),
            Map.entry("weir.axon", Set.of("weir.strategy", "weir.router", "weir.protocol", "weir.chain", "weir.base")),
            Map.entry(
                    "weir.console",
                    Set.of("weir.base", "weir.router", "weir.installer", "weir.backtest", "weir.history")));

    private static final Set<String> API = Set.of("weir.strategy", "weir.uniswap.v3");

    @Test
    void hostBundlesImportLowerLayersOnly() throws IOException {
        List<String> faults = new ArrayList<>();
        Map<String, Manifest> bundles = manifests(WEIR.resolve("system"));
        Map<String, String> exporters = exporters(bundles);
        bundles.forEach((name, manifest) -> {
            if (!name.startsWith("weir.")) {
                return;
            }
            Set<String> allowed = ALLOWED.get(name);
            if (allowed == null) {
                faults.add(name + " is not in this table: add it here and to docs/architecture.md, or do not ship it");
                return;
            }
            for (String imported : packages(manifest, Constants.IMPORT_PACKAGE)) {
                String from = exporters.getOrDefault(imported, "no bundle");
                if (imported.startsWith("weir.") && !from.equals(name) && !allowed.contains(from)) {
                    faults.add(name + " imports " + imported + " of " + from + ", which is not in a lower layer");
                }
            }
        });
        assertEquals(List.of(), faults);
        assertTrue(bundles.containsKey("weir.router"), "the assembled host contains our bundles: " + bundles.keySet());
    }

    @Test
    void pluginsImportApiPackagesOnly() throws IOException {
        Map<String, Manifest> plugins = manifests(WEIR.resolve("plugins"));
        List<String> faults = new ArrayList<>();
        plugins.forEach((name, manifest) -> packages(manifest, Constants.IMPORT_PACKAGE).stream()
                .filter(imported -> imported.startsWith("weir.") && !API.contains(imported))
                .forEach(imported -> faults.add(name + " imports " + imported)));
        assertEquals(List.of(), faults);
        assertFalse(plugins.isEmpty(), "strategies are shipped");
    }

    @Test
    void apiIsExportedOnceAndGsonNever() throws IOException {
        Map<String, Manifest> bundles = manifests(WEIR.resolve("system"));
        List<String> exports = bundles.values().stream()
                .flatMap(manifest -> packages(manifest, Constants.EXPORT_PACKAGE).stream())
                .filter(exported -> exported.startsWith("weir."))
                .toList();
        assertEquals(
                new TreeSet<>(exports).stream().toList(),
                exports.stream().sorted().toList());
        assertEquals(Set.of(), packages(bundles.get("weir.axon"), Constants.EXPORT_PACKAGE));
        bundles.forEach((name, manifest) -> {
            String exported = manifest.getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
            if (name.startsWith("weir.") && exported != null) {
                assertFalse(exported.contains("com.google.gson"), name + " exports types of Gson: " + exported);
            }
        });
    }

    private static Map<String, String> exporters(Map<String, Manifest> bundles) {
        Map<String, String> exporters = new TreeMap<>();
        bundles.forEach((name, manifest) ->
                packages(manifest, Constants.EXPORT_PACKAGE).forEach(exported -> exporters.put(exported, name)));
        return exporters;
    }

    private static Map<String, Manifest> manifests(Path folder) throws IOException {
        Map<String, Manifest> manifests = new TreeMap<>();
        try (Stream<Path> jars = Files.list(folder)) {
            jars.filter(jar -> jar.toString().endsWith(".jar")).forEach(jar -> {
                try (JarFile file = new JarFile(jar.toFile())) {
                    String name = file.getManifest().getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
                    manifests.put(name.replaceAll(";.*", ""), file.getManifest());
                } catch (IOException e) {
                    throw new UncheckedIOException(jar.toString(), e);
                }
            });
        }
        return manifests;
    }

    /** The package names of a header; quoted attribute values may contain commas and are removed first. */
    private static Set<String> packages(Manifest manifest, String header) {
        String value = manifest.getMainAttributes().getValue(header);
        Set<String> packages = new TreeSet<>();
        if (value != null) {
            for (String clause : value.replaceAll("\"[^\"]*\"", "").split(",")) {
                for (String part : clause.split(";")) {
                    if (!part.contains("=")) {
                        packages.add(part.strip());
                    }
                }
            }
        }
        return packages;
    }
}
