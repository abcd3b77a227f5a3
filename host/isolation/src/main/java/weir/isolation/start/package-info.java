/** Child processes without a framework. A package of its own, because an exported package that uses private ones cannot be imported too. */
@Export
@Version("1.0.0")
package weir.isolation.start;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
