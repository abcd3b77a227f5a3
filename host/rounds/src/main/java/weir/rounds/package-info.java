/** The rounds that validators played with this host, and their scores. API only. */
@Export
@Version("1.2.0")
package weir.rounds;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
