package weir.router.audit;

import java.time.Instant;
import java.util.Optional;
import weir.router.Caller;

/**
 * A validator's question for the miner's vault, which the axon answered from its settings. Immutable.
 *
 * @param time time of the answer
 * @param caller validator that asked; empty if the axon has no hotkey, so that it authenticates no request
 * @param vault the vault's address in the answer; empty if the miner has no vault
 * @param chainId number of the vault's EVM chain in the answer
 */
public record VaultQueryEvent(Instant time, Optional<Caller> caller, Optional<String> vault, long chainId) {}
