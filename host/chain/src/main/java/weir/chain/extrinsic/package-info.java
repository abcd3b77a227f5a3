/**
 * Calls and extrinsics (transactions) for Bittensor's chain, without private keys: this package builds and submits them, {@code weir.keys}
 * signs them.
 */
@Export
@Version("1.1.0")
package weir.chain.extrinsic;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
