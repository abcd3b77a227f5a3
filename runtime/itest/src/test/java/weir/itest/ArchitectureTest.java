package weir.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import weir.itest.architecture.Module;

/**
 * Compares the manifests and the class references of all modules with the table in {@code docs/architecture.md}. A dependency
 * that is not in the table, or that enters a package that is not exported, fails.
 */
class ArchitectureTest {

    private static final Path ROOT = Path.of("../..");
    private static final Path ASSEMBLY = ROOT.resolve("runtime/app/target/weir");
    private static final Pattern ROW =
            Pattern.compile("\\| *(\\d+) *\\| *`(weir\\.[a-z0-9.-]+)` *\\|[^|]*\\| *([^|]*?) *\\|");

    /** Strategies may use the API only. */
    private static final Set<String> API = Set.of("weir.strategy", "weir.uniswap.v3");

    /** The module of a profile, which the default build does not build. */
    private static final String OPTIONAL = "runtime/spark";

    private static final Map<String, Integer> LAYERS = new TreeMap<>();
    private static final Map<String, Set<String>> MAY_IMPORT = new TreeMap<>();
    private static final Map<String, Module> MODULES = new TreeMap<>();
    private static final Map<String, Module> PLUGINS = new TreeMap<>();

    @BeforeAll
    static void readTableAndModules() throws IOException {
        for (String line : Files.readAllLines(ROOT.resolve("docs/architecture.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                LAYERS.put(row.group(2), Integer.valueOf(row.group(1)));
                MAY_IMPORT.put(
                        row.group(2),
                        Stream.of(row.group(3).split(", *"))
                                .filter(name -> !name.equals("-"))
                                .map(name -> "weir." + name)
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        for (String group : List.of("api", "host", "runtime")) {
            read(group, MODULES);
        }
        read("plugins", PLUGINS);
        if (!MODULES.containsKey("weir.spark")) {
            LAYERS.remove("weir.spark");
            MAY_IMPORT.remove("weir.spark");
        }
    }

    private static void read(String group, Map<String, Module> modules) throws IOException {
        try (Stream<Path> folders = Files.list(ROOT.resolve(group))) {
            for (Path folder : folders.filter(path -> Files.exists(path.resolve("pom.xml")))
                    .filter(path -> Files.isDirectory(path.resolve("src/main/java")))
                    .filter(path -> !path.endsWith(OPTIONAL)
                            || Files.exists(path.resolve("target/classes/META-INF/MANIFEST.MF")))
                    .toList()) {
                Module module = Module.read(folder.resolve("target/classes"));
                modules.put(module.name(), module);
            }
        }
    }

    @Test
    void everyModuleHasARow() {
        assertEquals(LAYERS.keySet(), MODULES.keySet());
    }

    @Test
    void tableContainsOnlyDependenciesOnLowerLayers() {
        List<String> faults = new ArrayList<>();
        MAY_IMPORT.forEach((from, targets) -> targets.stream()
                .filter(to -> !LAYERS.containsKey(to) || LAYERS.get(to) >= LAYERS.get(from))
                .forEach(to -> faults.add(from + " -> " + to)));
        assertEquals(List.of(), faults);
    }

    @Test
    void classReferencesAreInTheTable() {
        List<String> faults = new ArrayList<>();
        MODULES.values().forEach(module -> check(module, module.references(), MAY_IMPORT.get(module.name()), faults));
        assertEquals(List.of(), faults);
    }

    @Test
    void importsOfManifestsAreInTheTable() {
        List<String> faults = new ArrayList<>();
        MODULES.values().forEach(module -> check(module, module.imports(), MAY_IMPORT.get(module.name()), faults));
        assertEquals(List.of(), faults);
    }

    @Test
    void pluginsUseTheApiOnly() throws IOException {
        List<String> faults = new ArrayList<>();
        assertFalse(PLUGINS.isEmpty(), "there are plugins");
        PLUGINS.values().forEach(module -> {
            check(module, module.references(), API, faults);
            check(module, module.imports(), API, faults);
        });
        List<Module> shipped = shipped("plugins");
        assertFalse(shipped.isEmpty(), "strategies are shipped");
        shipped.forEach(module -> check(module, module.imports(), API, faults));
        assertEquals(List.of(), faults);
    }

    @Test
    void shippedBundlesAreModulesOfTheTable() throws IOException {
        List<String> faults = new ArrayList<>();
        List<Module> shipped = shipped("system").stream()
                .filter(module -> module.name().startsWith("weir."))
                .toList();
        for (Module module : shipped) {
            if (MAY_IMPORT.containsKey(module.name())) {
                check(module, module.imports(), MAY_IMPORT.get(module.name()), faults);
            } else {
                faults.add(module.name() + " is not in the table");
            }
        }
        assertEquals(List.of(), faults);
        assertTrue(shipped.stream().anyMatch(module -> module.name().equals("weir.router")), shipped::toString);
    }

    @Test
    void everyPackageIsExportedOnceAndTheAxonExportsNothing() throws IOException {
        List<String> exports = shipped("system").stream()
                .filter(module -> module.name().startsWith("weir."))
                .flatMap(module -> module.exports().stream())
                .sorted()
                .toList();
        assertEquals(exports.stream().distinct().toList(), exports);
        assertEquals(Set.of(), MODULES.get("weir.axon").exports());
    }

    @Test
    void noExportUsesGson() {
        List<String> faults = MODULES.values().stream()
                .filter(module -> module.exportHeader().contains("com.google.gson"))
                .map(Module::name)
                .toList();
        assertEquals(List.of(), faults);
    }

    private static List<Module> shipped(String folder) throws IOException {
        List<Module> modules = new ArrayList<>();
        try (Stream<Path> jars = Files.list(ASSEMBLY.resolve(folder))) {
            for (Path jar :
                    jars.filter(path -> path.toString().endsWith(".jar")).toList()) {
                modules.add(Module.readManifest(jar));
            }
        }
        return modules;
    }

    /** Adds a fault for each package that may not be used. */
    private static void check(Module module, Collection<String> used, Set<String> allowed, List<String> faults) {
        for (String name : used) {
            if (!name.startsWith("weir.")
                    || module.packages().contains(name)
                    || module.exports().contains(name)) {
                continue;
            }
            List<Module> owners = MODULES.values().stream()
                    .filter(owner -> owner.packages().contains(name))
                    .toList();
            // A bundle may contain a private copy of a package that another one exports.
            Module owner = owners.stream()
                    .filter(each -> each.exports().contains(name))
                    .findFirst()
                    .orElse(owners.isEmpty() ? null : owners.get(0));
            if (owner == null) {
                faults.add(module.name() + " uses " + name + ", which no module has");
            } else if (!allowed.contains(owner.name())) {
                faults.add(module.name() + " uses " + name + " of " + owner.name() + ", which is not in the table");
            } else if (!owner.exports().contains(name)) {
                faults.add(module.name() + " uses " + name + ", which " + owner.name() + " does not export");
            }
        }
    }
}
