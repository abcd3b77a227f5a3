package weir.chain.client;

import java.util.Optional;
import java.util.OptionalInt;
import weir.chain.AxonInfo;

/**
 * What the chain stores about a hotkey in a subnet, at one block.
 *
 * @param uid number of its neuron; empty if it is not registered
 * @param axon the address that it has published; the chain may keep it after the hotkey has lost its registration
 * @param servingRateLimit number of blocks that must lie between two publications of an address
 * @param nonce number of its extrinsics in blocks
 */
public record HotkeyState(
        ChainBlock block, OptionalInt uid, Optional<AxonInfo> axon, long servingRateLimit, long nonce) {

    /** Whether the hotkey is a neuron of the subnet. */
    public boolean isRegistered() {
        return uid.isPresent();
    }

    /** Returns in how many blocks an address can be published; 0 if at once. */
    public long blocksUntilPublication() {
        return axon.map(published -> Math.max(0, published.block() + servingRateLimit - block.number()))
                .orElse(0L);
    }
}
