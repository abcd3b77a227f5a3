/** Results of backtests and sweeps as text, HTML, JSON and CSV, and the means that other commands print with. */
@Export
@Version("1.0.0")
package weir.report;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
