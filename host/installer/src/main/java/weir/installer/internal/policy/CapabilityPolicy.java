package weir.installer.internal.policy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.felix.utils.manifest.Attribute;
import org.apache.felix.utils.manifest.Clause;
import org.osgi.framework.Constants;
import weir.installer.verify.Permission;
import weir.installer.verify.PluginRejectedException;

/**
 * Rules for the capabilities that a plugin requires and provides. An extender of the host acts on each bundle that requires it:
 * the Configurator, for example, changes configurations of the host. Therefore only two extenders are permitted.
 */
public final class CapabilityPolicy {

    private static final String EXTENDER = "osgi.extender";
    private static final String PERMISSION = "weir.permission";
    /** What a bundle may declare instead of nothing. */
    private static final String PURE = "pure";

    private static final Set<String> REQUIRED_NAMESPACES =
            Set.of(EXTENDER, "osgi.ee", "osgi.service", "weir.strategy", PERMISSION);
    private static final Set<String> PROVIDED_NAMESPACES =
            Set.of("osgi.contract", "osgi.service", "osgi.serviceloader", "weir.strategy", "weir.changes");

    /** One extender and a range of versions, as bnd writes it. A filter of another form could match several extenders. */
    private static final Pattern EXTENDER_FILTER =
            Pattern.compile("(\\(&)?\\(osgi\\.extender=osgi\\.(component|metatype)\\)"
                    + "(\\(version>=[0-9.]+\\))?(\\(!\\(version>=[0-9.]+\\)\\))?\\)?");

    private CapabilityPolicy() {}

    static void verifyRequired(List<Clause> clauses) throws PluginRejectedException {
        for (Clause clause : clauses) {
            require(Constants.REQUIRE_CAPABILITY, "requires", clause, REQUIRED_NAMESPACES);
            if (clause.getName().equals(PERMISSION)) {
                permissions(List.of(clause));
            }
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

    /** The permissions that the requirements declare. */
    public static Set<Permission> permissions(List<Clause> clauses) throws PluginRejectedException {
        Set<Permission> declared = EnumSet.noneOf(Permission.class);
        for (Clause clause : clauses) {
            if (clause.getName().equals(PERMISSION)) {
                // Otherwise the framework would look for a provider of the permission.
                require("meta".equals(clause.getDirective(Constants.EFFECTIVE_DIRECTIVE)), "is not effective:=meta");
                declared.addAll(named(list(clause)));
            }
        }
        return declared;
    }

    private static Set<Permission> named(List<String> names) throws PluginRejectedException {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        if (!names.equals(List.of(PURE))) {
            for (String name : names) {
                Optional<Permission> permission = Permission.of(name);
                require(permission.isPresent(), "names '" + name + "', which is no permission");
                permissions.add(permission.get());
            }
        }
        return permissions;
    }

    /** The attribute {@code weir.permission}, whose name in the manifest ends with its type. */
    private static List<String> list(Clause clause) throws PluginRejectedException {
        Optional<String> value = Arrays.stream(clause.getAttributes())
                .filter(attribute -> attribute.getName().matches("weir\\.permission(:(List(<String>)?|String))?"))
                .map(Attribute::getValue)
                .findFirst();
        require(value.isPresent(), "has no attribute weir.permission:List<String>");
        return Arrays.stream(value.get().split(",", -1)).map(String::strip).toList();
    }

    private static void require(boolean isValid, String problem) throws PluginRejectedException {
        if (!isValid) {
            throw new PluginRejectedException(
                    "its requirement " + PERMISSION + " " + problem + " (" + Constants.REQUIRE_CAPABILITY + ")",
                    "write it like weir.permission;effective:=meta;weir.permission:List<String>=\"threads,files\"; the"
                            + " permissions are " + Permission.ids() + ", and pure for none");
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
