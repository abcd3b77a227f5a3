package weir.router.internal.instance;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.internal.config.Route;
import weir.router.internal.config.ShadowRoutes;
import weir.router.parameters.InvalidParameterException;
import weir.router.parameters.StrategyDescriptions;
import weir.router.parameters.StrategyParameters;

/**
 * Finds the strategies that bundles declare, and their parameters. Reads the descriptions from the bundle, because Declarative Services
 * reads them only when the bundle is active, and a strategy that no route uses has no service. Thread-safe.
 */
public class DeclaredStrategies {

    private static final Logger LOG = LoggerFactory.getLogger(DeclaredStrategies.class);

    private final BundleContext context;
    private final Predicate<Bundle> isInstalled;
    private final Map<Long, Content> contentByBundle = new ConcurrentHashMap<>();

    /** The strategies of a bundle when it was last modified. */
    private record Content(long lastModified, Map<String, StrategyParameters> strategies) {}

    /** @param isInstalled whether a bundle will stay installed: its file exists */
    public DeclaredStrategies(BundleContext context, Predicate<Bundle> isInstalled) {
        this.context = context;
        this.isInstalled = isInstalled;
    }

    /** Returns the versions of the installed bundles that declare the strategy, lowest first. */
    public List<Version> versions(String strategy) {
        return bundles(strategy)
                .filter(isInstalled)
                .map(Bundle::getVersion)
                .sorted()
                .toList();
    }

    /** Returns the names of the strategies that installed bundles declare, sorted. */
    public Set<String> names() {
        return Stream.of(context.getBundles())
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE && isInstalled.test(bundle))
                .flatMap(bundle -> in(bundle).keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the parameters of an installed version of a strategy; empty if it is not installed. */
    public Optional<StrategyParameters> parameters(String strategy, Version version) {
        return bundles(strategy)
                .filter(bundle -> bundle.getVersion().equals(version))
                .findFirst()
                .map(bundle -> in(bundle).get(strategy));
    }

    /**
     * Returns why no installed version in the route's range accepts the route's parameters; the newest version determines the
     * message. Checks the parameters of the route's challenger in the same way. Empty if a version accepts them, or if none is
     * installed.
     */
    public Optional<String> parameterProblem(Route route) {
        return parameterProblemOf(route).or(() -> route.challenger()
                .flatMap(challenger -> parameterProblemOf(ShadowRoutes.challenger(route, challenger))));
    }

    private Optional<String> parameterProblemOf(Route route) {
        Optional<String> problem = Optional.empty();
        for (Version version :
                versions(route.strategy()).stream().filter(route::accepts).toList()) {
            problem = parameters(route.strategy(), version).flatMap(known -> problem(route, version, known));
            if (problem.isEmpty()) {
                return problem;
            }
        }
        return problem;
    }

    private static Optional<String> problem(Route route, Version version, StrategyParameters parameters) {
        try {
            parameters.read(route.parameters());
            return Optional.empty();
        } catch (InvalidParameterException e) {
            return Optional.of(describe(route, version, e));
        }
    }

    /** Describes an invalid parameter of a route with the file, the field, the version and the remedy. */
    static String describe(Route route, Version version, InvalidParameterException e) {
        return ShadowRoutes.file(route.id()) + ": '" + ShadowRoutes.field(route.id(), "parameters." + e.parameter())
                + "' "
                + e.problem() + " (" + route.strategy() + ' '
                + version + "); " + e.remedy();
    }

    private Stream<Bundle> bundles(String strategy) {
        return Stream.of(context.getBundles())
                .filter(bundle ->
                        bundle.getState() == Bundle.ACTIVE && in(bundle).containsKey(strategy));
    }

    /** Returns the strategies that a bundle declares. */
    Map<String, StrategyParameters> in(Bundle bundle) {
        long lastModified = bundle.getLastModified();
        return contentByBundle
                .compute(
                        bundle.getBundleId(),
                        (id, known) -> known != null && known.lastModified() == lastModified
                                ? known
                                : new Content(lastModified, read(bundle)))
                .strategies();
    }

    /** Forgets a bundle that was uninstalled. */
    void forget(Bundle bundle) {
        contentByBundle.remove(bundle.getBundleId());
    }

    private static Map<String, StrategyParameters> read(Bundle bundle) {
        StrategyDescriptions descriptions = new StrategyDescriptions();
        Enumeration<URL> entries = bundle.findEntries("OSGI-INF", "*.xml", true);
        for (URL url : entries == null ? List.<URL>of() : Collections.list(entries)) {
            String entry = url.getPath().substring(1);
            if (StrategyDescriptions.isDescription(entry)) {
                try (InputStream in = url.openStream()) {
                    descriptions.add(entry, in);
                } catch (IOException e) {
                    LOG.warn("{}: {} cannot be read", bundle, entry, e);
                }
            }
        }
        return descriptions.strategies();
    }
}
