/**
 * Components that stand in the host for strategies in child processes. The installer generates bundles whose component descriptions name
 * these classes, and Declarative Services creates them.
 */
@Export
@Version("1.0.0")
package weir.isolation.proxy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
