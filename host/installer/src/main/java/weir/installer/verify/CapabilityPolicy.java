package weir.installer.verify;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.felix.utils.manifest.Clause;
import org.osgi.framework.Constants;

/**
 * Rules for the capabilities that a plugin requires and provides. An extender of the host acts on each bundle that requires it:
 * the Configurator, for example, changes configurations of the host. Therefore only two extenders are permitted.
 */
final class CapabilityPolicy {

    private static final String EXTENDER = "osgi.extender";
    private static final Set<String> REQUIRED_NAMESPACES =
            Set.of(EXTENDER, "osgi.ee", "osgi.service", "weir.strategy", "weir.permission");
    private static final Set<String> PROVIDED_NAMESPACES =
            Set.of("osgi.contract", "osgi.service", "osgi.serviceloader", "weir.strategy");

    /** One extender and a range of versions, as bnd writes it. A filter of another form could match several extenders. */
    private static final Pattern EXTENDER_FILTER =
            Pattern.compile("(\\(&)?\\(osgi\\.extender=osgi\\.(component|metatype)\\)"
                    + "(\\(version>=[0-9.]+\\))?(\\(!\\(version>=[0-9.]+\\)\\))?\\)?");

    private CapabilityPolicy() {}

    static void verifyRequired(List<Clause> clauses) throws PluginRejectedException {
        for (Clause clause : clauses) {
            require(Constants.REQUIRE_CAPABILITY, "requires", clause, REQUIRED_NAMESPACES);
            String filter = String.valueOf(clause.getDirective(Constants.FILTER_DIRECTIVE));
            if (clause.getName().equals(EXTENDER)
                    && !EXTENDER_FILTER.matcher(filter.replaceAll("\\s", "")).matches()) {
                throw new PluginRejectedException(
                        "it requires the extender " + filter + " (" + Constants.REQUIRE_CAPABILITY + ")",
                        "remove the requirement; plugins may require osgi.component and osgi.metatype only, each in a"
                                + " requirement of its own");
            }
        }
    }

    static void verifyProvided(List<Clause> clauses) throws PluginRejectedException {
        for (Clause clause : clauses) {
            require(Constants.PROVIDE_CAPABILITY, "provides", clause, PROVIDED_NAMESPACES);
        }
    }

    private static void require(String header, String verb, Clause clause, Set<String> namespaces)
            throws PluginRejectedException {
        if (!namespaces.contains(clause.getName())) {
            throw new PluginRejectedException(
                    "it " + verb + " a capability of the namespace " + clause.getName() + " (" + header + ")",
                    "remove it; permitted are " + namespaces.stream().sorted().toList());
        }
    }
}
