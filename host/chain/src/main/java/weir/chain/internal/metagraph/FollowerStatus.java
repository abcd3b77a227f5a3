package weir.chain.internal.metagraph;

/**
 * What a {@link MetagraphFollower} does.
 *
 * @param endpoint address of the node
 * @param isConnected whether it is connected
 * @param problem why the metagraph is not read, empty if it is
 */
record FollowerStatus(String endpoint, boolean isConnected, String problem) {}
