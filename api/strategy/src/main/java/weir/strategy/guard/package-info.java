/** The checks that every decision must pass, shared by the host, backtests and the testkit. */
@Export
@Version("1.0.0")
package weir.strategy.guard;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
