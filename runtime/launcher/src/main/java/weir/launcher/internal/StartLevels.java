package weir.launcher.internal;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The order in which the host's bundles start, as properties of felix.main: the log, so that it receives the messages of the
 * others; then the bundles without a port; then those that listen. Plugins are installed while Jetty starts.
 *
 * <p>Bundles are installed by reference, which saves copying them to the cache.
 */
public final class StartLevels {

    private static final int LOG = 1;
    private static final int DEFAULT = 2;
    private static final int LISTENING = 3;

    private static final List<String> LISTENERS = List.of("weir.axon-", "weir.console-");

    /** Only Jetty's classes are used. Started, the bundle would open an HTTP port of its own. */
    private static final String NOT_STARTED = "org.apache.felix.http.jetty12-";

    private StartLevels() {}

    /** The properties that install and start these bundles. */
    public static Map<String, String> properties(List<Path> bundles) {
        Map<String, String> properties = bundles.stream()
                .sorted()
                .collect(Collectors.groupingBy(
                        bundle -> property(bundle.getFileName().toString()),
                        TreeMap::new,
                        Collectors.mapping(StartLevels::reference, Collectors.joining(" "))));
        properties.put("org.osgi.framework.startlevel.beginning", Integer.toString(LISTENING));
        return properties;
    }

    private static String property(String file) {
        if (file.startsWith(NOT_STARTED)) {
            return "felix.auto.install." + DEFAULT;
        }
        if (file.startsWith("org.apache.felix.log-")) {
            return "felix.auto.start." + LOG;
        }
        return "felix.auto.start." + (LISTENERS.stream().anyMatch(file::startsWith) ? LISTENING : DEFAULT);
    }

    /** The framework decodes the URL like a form, so a plus would become a space. */
    private static String reference(Path bundle) {
        URI uri = bundle.toUri();
        return "\"reference:file:" + uri.getRawPath().replace("+", "%2B") + "\"";
    }
}
