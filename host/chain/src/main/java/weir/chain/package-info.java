/**
 * Bittensor's chain (subtensor) as the host's other bundles see it. Decoding is driven by the metadata of the runtime, so that a runtime
 * upgrade that moves or retypes a field needs no new version of Weir.
 */
@Export
@Version("1.1.0")
package weir.chain;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
