package weir.installer.internal.deploy;

import java.util.Optional;
import weir.installer.BundleIdentity;
import weir.installer.trust.Block;
import weir.isolation.Placement;

/** What the operator's trust in publishers means for a JAR. Thread-safe. */
public interface TrustRules {

    /** Why a JAR is blocked; empty if it is not. */
    Optional<Block> block(String hash, BundleIdentity identity);

    /**
     * Where a JAR is to run. One that was copied into the plugins directory runs in the host, one that was installed from a publisher at
     * the level that the operator has chosen for the publisher. Without a choice, or if the publisher is not trusted any more, it is fenced.
     *
     * @param isPure whether the bundle declares and uses no permission
     */
    Placement placement(String hash, boolean isPure);
}
