/** Compares the answers of played rounds with a replay. API only. */
@Export
@Version("1.0.0")
package weir.rounds.replay;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
