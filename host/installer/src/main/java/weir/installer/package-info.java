/**
 * Deployment of strategy bundles from a directory: verified, copied, installed, upgraded and removed while queries are answered.
 */
@Export
@Version("2.1.0")
package weir.installer;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
