/**
 * Bittensor's identities: ss58 addresses, public wallet files and sr25519 verification.
 *
 * <p>No class of this package reads or stores a private key; {@code weir.keys} implements {@link weir.protocol.Signer}.
 */
@Export
@Version("1.0.0")
package weir.protocol;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
