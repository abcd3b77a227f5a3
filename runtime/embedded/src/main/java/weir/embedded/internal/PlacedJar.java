package weir.embedded.internal;

import java.io.IOException;
import java.nio.file.Path;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.embedded.PlacementRules;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Permissions;
import weir.installer.verify.PluginRejectedException;
import weir.isolation.Placement;

/** Finds out where a JAR runs. */
public final class PlacedJar {

    private PlacedJar() {}

    /** @throws WeirException if the JAR cannot be read, or the host would reject it */
    public static Placement placement(Path jar, JarVerifier verifier, PlacementRules rules) {
        try {
            String sha256 = Sha256.of(jar);
            Placement asPure = rules.placement(sha256, true);
            if (asPure.equals(rules.placement(sha256, false))) {
                return asPure;
            }
            Permissions permissions = verifier.verify(jar).permissions();
            boolean isPure =
                    permissions.declared().isEmpty() && permissions.found().isEmpty();
            return rules.placement(sha256, isPure);
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + jar, "Make it readable.", e);
        } catch (PluginRejectedException e) {
            throw rejected(jar, e);
        }
    }

    static WeirException rejected(Path jar, PluginRejectedException e) {
        String remedy = e.remedy();
        return WeirException.failed(
                jar + " is rejected: " + e.problem(),
                Character.toUpperCase(remedy.charAt(0)) + remedy.substring(1) + ".");
    }
}
