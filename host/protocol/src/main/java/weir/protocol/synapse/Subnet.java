package weir.protocol.synapse;

/** Constants of subnet 98 and of the SDK that its validators use. */
public final class Subnet {

    /** Chain of a query that names none: Base. */
    public static final long DEFAULT_CHAIN_ID = 8453;

    /** Tick spacing of a query that names none. */
    public static final int DEFAULT_TICK_SPACING = 200;

    /** Protocol version of SDK 10.2, as it is written in headers. */
    public static final int SDK_VERSION = 10_002_000;

    /** Name of the synapse with which a validator asks for positions; its path is {@code /} and the name. */
    public static final String REBALANCE_QUERY = "RebalanceQuery";

    /** Name of the SDK's default synapse, used as a ping. */
    public static final String PING = "Synapse";

    private Subnet() {}
}
