package weir.launcher.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.VersionRange;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import weir.base.WeirException;
import weir.launcher.Assembly;

/** The bundles of the host. They start in this order: the log, the bundles without a port, those that listen. */
final class SystemBundles {

    private static final int LOG = 1;
    private static final int DEFAULT = 2;
    /** Start level of the bundles that listen, the last one. Plugins are installed while these bundles start. */
    static final int LISTENING = 3;

    private static final List<String> LISTENERS = List.of("weir.axon", "weir.console");

    /** Only Jetty's classes are used. Started, the bundle would open an HTTP port of its own. */
    private static final String NOT_STARTED = "org.apache.felix.http.jetty12";

    private static final Pattern RUN_BUNDLE = Pattern.compile("([\\w.-]+);version='(\\[[^)]+\\))'");
    private static final String REMEDY = "Unpack or build Weir again.";

    private final List<Bundle> bundles = new ArrayList<>();
    private final Map<Bundle, Path> jars = new HashMap<>();

    private SystemBundles() {}

    /**
     * Installs all bundles and marks them to be started with the framework. They are installed by reference, which saves copying them
     * to the cache.
     *
     * @throws WeirException naming a bundle that is missing or damaged, or a requirement that no bundle meets
     */
    static SystemBundles install(BundleContext context, Assembly assembly) {
        SystemBundles system = new SystemBundles();
        for (Path jar : assembly.systemBundles().stream().sorted().toList()) {
            system.install(context, jar);
        }
        system.requireComplete(assembly.systemBundleList(), assembly.folder().resolve("system"));
        system.requireResolved(context.getBundle(0));
        return system;
    }

    private void install(BundleContext context, Path jar) {
        try {
            Bundle bundle = context.installBundle(location(jar));
            bundles.add(bundle);
            jars.put(bundle, jar);
            bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel(bundle));
            if (!NOT_STARTED.equals(bundle.getSymbolicName())) {
                bundle.start();
            }
        } catch (BundleException e) {
            throw WeirException.failed(jar + " is damaged or cannot be read", REMEDY, root(e));
        }
    }

    /** The framework decodes the URL like a form, so a plus would become a space. */
    static String location(Path jar) {
        URI uri = jar.toUri();
        return "reference:file:" + uri.getRawPath().replace("+", "%2B");
    }

    private static int startLevel(Bundle bundle) {
        if ("org.apache.felix.log".equals(bundle.getSymbolicName())) {
            return LOG;
        }
        return LISTENERS.contains(bundle.getSymbolicName()) ? LISTENING : DEFAULT;
    }

    private void requireComplete(Path list, Path system) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(list)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw WeirException.failed(list + " cannot be read", REMEDY, e);
        }
        Matcher required = RUN_BUNDLE.matcher(properties.getProperty("-runbundles", ""));
        List<String> missing = new ArrayList<>();
        while (required.find()) {
            VersionRange versions = new VersionRange(required.group(2));
            String name = required.group(1);
            if (bundles.stream()
                    .noneMatch(bundle ->
                            name.equals(bundle.getSymbolicName()) && versions.includes(bundle.getVersion()))) {
                missing.add(name + " " + versions.getLeft());
            }
        }
        if (!missing.isEmpty()) {
            throw WeirException.failed("bundles are missing in " + system + ": " + String.join(", ", missing), REMEDY);
        }
    }

    private void requireResolved(Bundle framework) {
        if (framework.adapt(FrameworkWiring.class).resolveBundles(bundles)) {
            return;
        }
        List<BundleCapability> provided = Stream.concat(Stream.of(framework), bundles.stream())
                .flatMap(bundle -> bundle.adapt(BundleRevision.class).getDeclaredCapabilities(null).stream())
                .toList();
        for (Bundle bundle : bundles) {
            for (BundleRequirement requirement :
                    bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
                if (isMandatory(requirement) && provided.stream().noneMatch(requirement::matches)) {
                    throw WeirException.failed(
                            "the host cannot start: no bundle provides " + requirement.getNamespace() + " "
                                    + requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "") + " for "
                                    + bundle.getSymbolicName(),
                            REMEDY);
                }
            }
        }
        throw WeirException.failed("the host cannot start: its bundles do not fit together", REMEDY);
    }

    private static boolean isMandatory(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        return !Constants.RESOLUTION_OPTIONAL.equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
                && !"dynamic".equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
                && !Constants.EFFECTIVE_ACTIVE.equals(directives.get(Constants.EFFECTIVE_DIRECTIVE));
    }

    /** @throws WeirException if a bundle did not start with the framework, with the reason */
    void requireStarted() {
        for (Bundle bundle : bundles) {
            if (bundle.getState() != Bundle.ACTIVE && !NOT_STARTED.equals(bundle.getSymbolicName())) {
                try {
                    bundle.start(Bundle.START_TRANSIENT); // again, for the reason
                } catch (BundleException e) {
                    throw WeirException.failed(
                            "the host cannot start: " + bundle.getSymbolicName() + " failed", REMEDY, root(e));
                }
            }
        }
    }

    /**
     * Reads every file of all bundles and loads every class, which takes a second.
     *
     * @throws WeirException naming the JAR with a file or class that is damaged
     */
    void requireUndamaged() {
        for (Bundle bundle : bundles) {
            Path jar = jars.get(bundle);
            String entryName = "";
            try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    entryName = entry.getName();
                    zip.transferTo(OutputStream.nullOutputStream());
                    load(bundle, entryName);
                }
            } catch (IOException | ClassFormatError e) {
                throw WeirException.failed(jar + " is damaged at " + entryName, REMEDY, root(e));
            }
        }
    }

    private static void load(Bundle bundle, String entryName) {
        if (entryName.endsWith(".class") && !entryName.startsWith("META-INF/")) {
            try {
                bundle.loadClass(entryName
                        .substring(0, entryName.length() - ".class".length())
                        .replace('/', '.'));
            } catch (ClassFormatError e) {
                throw e;
            } catch (ClassNotFoundException | LinkageError e) {
                // It needs an optional package, in another version perhaps, or is not on the class path of the bundle.
            }
        }
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
