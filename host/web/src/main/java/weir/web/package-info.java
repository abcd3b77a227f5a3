/** Files for browsers that the operator page and the HTML reports share. API only. */
@Export
@Version("1.0.0")
package weir.web;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
