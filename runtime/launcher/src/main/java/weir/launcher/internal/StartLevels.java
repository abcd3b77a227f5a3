package weir.launcher.internal;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * In which order the host's bundles start, as the properties of felix.main. First the log, which so hears the others; then
 * what needs no port; last what listens, so that plugins are installed, on the installer's own thread, while Jetty starts.
 *
 * <p>Bundles are installed by reference: they are read where they lie and not copied into the cache first.
 */
public final class StartLevels {

    private static final int LOG = 1;
    private static final int WORKING = 2;
    private static final int LISTENING = 3;

    private static final List<String> LISTENERS = List.of("weir.axon-", "weir.console-");

    /** Only Jetty's classes are used. Started, the bundle would open an HTTP port of its own. */
    private static final String NOT_STARTED = "org.apache.felix.http.jetty12-";

    private StartLevels() {}

    /** Properties of felix.main that install and start these bundles. */
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
            return "felix.auto.install." + WORKING;
        }
        if (file.startsWith("org.apache.felix.log-")) {
            return "felix.auto.start." + LOG;
        }
        return "felix.auto.start." + (LISTENERS.stream().anyMatch(file::startsWith) ? LISTENING : WORKING);
    }

    /** The framework decodes it as a form's field, where a plus is a blank. */
    private static String reference(Path bundle) {
        URI uri = bundle.toUri();
        return "\"reference:file:" + uri.getRawPath().replace("+", "%2B") + "\"";
    }
}
