/** The settings of the host: one table, resolved from flags, environment, {@code .env} and file, each value with its origin. */
@Export
@Version("1.0.0")
package weir.launcher.settings;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
