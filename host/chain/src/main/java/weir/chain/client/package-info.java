/** Reads from the nodes of Bittensor's chain and submits extrinsics, for a thread that waits. */
@Export
@Version("1.0.0")
package weir.chain.client;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
