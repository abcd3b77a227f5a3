/** Arithmetic of sr25519 (ristretto255, Merlin transcripts, scalars), exported for the module that signs. */
@Export
@Version("1.0.0")
package weir.protocol.sr25519;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
