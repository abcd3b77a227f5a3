/** A self-contained HTML page with SVG drawings. */
@Export
@Version("1.0.0")
package weir.report.html;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
