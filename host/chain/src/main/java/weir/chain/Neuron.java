package weir.chain;

/**
 * A registered miner or validator of a subnet.
 *
 * @param uid its number in the subnet
 * @param hotkey ss58 address of its hotkey
 * @param hasPermit whether it has a validator permit
 * @param alphaStake stake in the subnet's token, in rao (a billionth of a token)
 * @param taoStake stake in TAO, in rao
 * @param totalStake both together as the chain weighs them, in rao; do not add the others to it
 * @param axon where its axon is
 */
public record Neuron(
        int uid, String hotkey, boolean hasPermit, long alphaStake, long taoStake, long totalStake, AxonInfo axon) {

    private static final double RAO_PER_TOKEN = 1e9;

    /** Returns the total stake in tokens, the unit of the setting {@code axon.min_stake}. */
    public double totalStakeTokens() {
        return totalStake / RAO_PER_TOKEN;
    }
}
