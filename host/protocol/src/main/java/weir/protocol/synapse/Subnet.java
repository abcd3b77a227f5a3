package weir.protocol.synapse;

/** Constants of subnet 98, and of the Bittensor SDK that its validators use. */
public final class Subnet {

    /** Chain ID of Base, the default of a query's {@code chain_id}. */
    public static final long DEFAULT_CHAIN_ID = 8453;

    /** Default of a query's {@code tick_spacing}. */
    public static final int DEFAULT_TICK_SPACING = 200;

    /** Version of SDK 10.2 in headers. */
    public static final int SDK_VERSION = 10_002_000;

    /** Name of the synapse (request type) by which a validator asks for positions; its path is {@code /} and the name. */
    public static final String REBALANCE_QUERY = "RebalanceQuery";

    /** Name of the synapse by which a validator asks for the miner's vault. */
    public static final String VAULT_REGISTRATION_QUERY = "VaultRegistrationQuery";

    /** Name of the SDK's default synapse, which validators use as a ping. */
    public static final String PING = "Synapse";

    private Subnet() {}
}
