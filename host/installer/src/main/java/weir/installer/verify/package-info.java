/**
 * Verification of a plugin JAR before it is deployed. Usable without a running framework.
 */
@Export
@Version("1.0.0")
package weir.installer.verify;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
