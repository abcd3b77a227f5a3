/**
 * Pool data from nodes of EVM chains, by their JSON-RPC interface: {@link weir.evm.HistoryFetch} stores the events of a pool, and
 * {@link weir.evm.EvmClient} calls views of contracts. The URL of a node may contain a key, so messages name only its host. Errors are
 * {@link weir.base.WeirException}s that name the place and what to do.
 */
@Export
@Version("1.0.0")
package weir.evm;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
