/**
 * Bittensor's protocol: ss58 addresses, public wallet files and sr25519 verification.
 *
 * <p>Nothing in this package reads or holds a private key. Signing is behind {@link weir.protocol.Signer}.
 */
@Export
@Version("1.0.0")
package weir.protocol;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
