/** The decision journal: following its file, and its lines as text. */
@Export
@Version("1.0.0")
package weir.report.journal;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
