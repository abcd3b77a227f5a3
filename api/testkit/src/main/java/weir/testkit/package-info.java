/** The contract that every strategy must hold, as a JUnit test, and queries and markets to write one's own tests with. */
@Export
@Version("1.0.0")
package weir.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
