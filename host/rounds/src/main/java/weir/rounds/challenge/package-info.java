/** Decides from the paired score differences of two strategies whether the challenger may replace the champion. API only. */
@Export
@Version("1.1.0")
package weir.rounds.challenge;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
