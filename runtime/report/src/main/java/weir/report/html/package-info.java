/** A self-contained HTML page with charts. */
@Export
@Version("2.0.0")
package weir.report.html;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
