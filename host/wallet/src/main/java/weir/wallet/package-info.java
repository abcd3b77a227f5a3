/**
 * Bittensor identity: ss58 addresses, sr25519 signatures, mnemonics and key files.
 *
 * <p>The only package of the host that may see key material. The running host needs none: {@link weir.wallet.Wallet}
 * reads the public part of a hotkey, {@link weir.wallet.Sr25519} verifies with it. Secret keys ({@link weir.wallet.KeyPair},
 * {@link weir.wallet.KeyFile}) are for the command line, in a process of its own.
 */
@Export
@Version("1.0.0")
package weir.wallet;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
