/** The messages of {@code weir alert}: a process of its own that follows a host and reports changes of its state. */
@Export
@Version("1.0.0")
package weir.alert;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
