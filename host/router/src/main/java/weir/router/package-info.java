/**
 * From a query to a guarded answer: routes, strategy versions, leases, deadline, guard, fallback.
 */
@Export
@Version("1.0.0")
package weir.router;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
