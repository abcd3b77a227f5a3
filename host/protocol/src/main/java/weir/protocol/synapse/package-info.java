/**
 * The wire format of subnet 98: header names and signing payloads of both Bittensor protocols, and the synapses
 * {@code RebalanceQuery}, {@code VaultRegistrationQuery} and {@code Synapse} (a ping).
 */
@Export
@Version("1.0.0")
package weir.protocol.synapse;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
