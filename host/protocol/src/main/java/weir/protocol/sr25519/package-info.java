/** The arithmetic of sr25519 signatures: ristretto255, Merlin transcripts and scalars. Exported for {@code weir.keys}, which signs. */
@Export
@Version("1.0.0")
package weir.protocol.sr25519;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
