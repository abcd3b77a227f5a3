/** The contract that every strategy must fulfil, as a JUnit test; and queries, markets and parameters for tests of a strategy. */
@Export
@Version("1.2.0")
package weir.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
