package weir.protocol.synapse;

import java.util.List;

/** Names of JSON members in requests and responses. */
final class FieldNames {

    // Members of every synapse.
    static final String NAME = "name";
    static final String TIMEOUT = "timeout";
    static final String TOTAL_SIZE = "total_size";
    static final String HEADER_SIZE = "header_size";
    static final String DENDRITE = "dendrite";
    static final String AXON = "axon";
    static final String COMPUTED_BODY_HASH = "computed_body_hash";

    // Members of dendrite (the client) and axon (the server).
    static final String IP = "ip";
    static final String PORT = "port";
    static final String VERSION = "version";
    static final String NONCE = "nonce";
    static final String UUID = "uuid";
    static final String HOTKEY = "hotkey";
    static final String SIGNATURE = "signature";
    static final String STATUS_CODE = "status_code";
    static final String STATUS_MESSAGE = "status_message";
    static final String PROCESS_TIME = "process_time";

    // Members of a RebalanceQuery request.
    static final String JOB_ID = "job_id";
    static final String VAULT = "sn_liquidity_manager_address";
    static final String PAIR = "pair_address";
    static final String CHAIN_ID = "chain_id";
    static final String ROUND_ID = "round_id";
    static final String ROUND_TYPE = "round_type";
    static final String BLOCK_NUMBER = "block_number";
    static final String CURRENT_PRICE = "current_price";
    static final String CURRENT_POSITIONS = "current_positions";
    static final String INVENTORY_REMAINING = "inventory_remaining";
    static final String REBALANCES_SO_FAR = "rebalances_so_far";
    static final String TICK_SPACING = "tick_spacing";

    // Members of a position and of the inventory.
    static final String TICK_LOWER = "tick_lower";
    static final String TICK_UPPER = "tick_upper";
    static final String ALLOCATION0 = "allocation0";
    static final String ALLOCATION1 = "allocation1";
    static final String CONFIDENCE = "confidence";
    static final String AMOUNT0 = "amount0";
    static final String AMOUNT1 = "amount1";

    // Members of a RebalanceQuery response.
    static final String ACCEPTED = "accepted";
    static final String REFUSAL_REASON = "refusal_reason";
    static final String DESIRED_POSITIONS = "desired_positions";
    static final String MINER_METADATA = "miner_metadata";
    static final String MODEL_INFO = "model_info";

    // Members of a VaultRegistrationQuery, of the request with their defaults; CHAIN_ID is another one.
    static final String HAS_VAULT = "has_vault";
    static final String VAULT_ADDRESS = "vault_address";

    static final String MESSAGE = "message";

    /** Members that a request and a response must have. */
    static final List<String> REQUIRED =
            List.of(JOB_ID, VAULT, PAIR, ROUND_ID, ROUND_TYPE, BLOCK_NUMBER, CURRENT_PRICE, CURRENT_POSITIONS);

    private FieldNames() {}
}
