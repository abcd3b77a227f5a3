/** Publishes the address of an axon on chain. Without private keys: {@code weir.keys} signs. */
@Export
@Version("1.0.0")
package weir.chain.publication;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
