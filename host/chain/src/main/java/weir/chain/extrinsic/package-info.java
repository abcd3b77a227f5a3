/**
 * Calls and extrinsics (transactions) for Bittensor's chain, without private keys: this package builds them, {@code weir.keys} signs them,
 * and {@code weir.chain.client} submits them.
 */
@Export
@Version("1.1.0")
package weir.chain.extrinsic;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
