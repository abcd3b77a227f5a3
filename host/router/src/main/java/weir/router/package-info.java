/** Routes queries to strategy versions, and checks the strategies' decisions with the guard. API only. */
@Export
@Version("2.3.0")
package weir.router;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
