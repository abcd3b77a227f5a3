/**
 * Strategies from their JARs, run by a small framework in this process: a catalog to choose from, checked parameters, and
 * instances. Errors are {@link weir.base.WeirException}s.
 */
@Export
@Version("1.1.0")
package weir.embedded;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
