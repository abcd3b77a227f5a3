package weir.protocol.synapse;

/**
 * Names of the HTTP headers of both Bittensor protocols. A dendrite (the HTTP client of SDK 10 and before) compares names of response
 * headers case-sensitively, so the axon (the server) must send them as written here.
 */
public final class HeaderNames {

    // Protocol of the dendrite.
    public static final String NAME = "name";
    public static final String TIMEOUT = "timeout";
    public static final String HEADER_SIZE = "header_size";
    public static final String TOTAL_SIZE = "total_size";
    public static final String BODY_HASH = "computed_body_hash";
    public static final String AXON_IP = "bt_header_axon_ip";
    public static final String AXON_PORT = "bt_header_axon_port";
    public static final String AXON_HOTKEY = "bt_header_axon_hotkey";
    public static final String AXON_VERSION = "bt_header_axon_version";
    public static final String AXON_NONCE = "bt_header_axon_nonce";
    public static final String AXON_UUID = "bt_header_axon_uuid";
    public static final String AXON_STATUS_CODE = "bt_header_axon_status_code";
    public static final String AXON_STATUS_MESSAGE = "bt_header_axon_status_message";
    public static final String AXON_PROCESS_TIME = "bt_header_axon_process_time";
    public static final String DENDRITE_IP = "bt_header_dendrite_ip";
    public static final String DENDRITE_VERSION = "bt_header_dendrite_version";
    public static final String DENDRITE_NONCE = "bt_header_dendrite_nonce";
    public static final String DENDRITE_UUID = "bt_header_dendrite_uuid";
    public static final String DENDRITE_HOTKEY = "bt_header_dendrite_hotkey";
    public static final String DENDRITE_SIGNATURE = "bt_header_dendrite_signature";

    /** Prefix; the name of a required field follows. The value is a placeholder in Base64. */
    public static final String INPUT_OBJECT_PREFIX = "bt_header_input_obj_";

    // Protocol btauth/1 (SDK 11).
    public static final String BTAUTH_VERSION = "X-Bittensor-Version";
    public static final String BTAUTH_CRYPTO = "X-Bittensor-Crypto";
    public static final String BTAUTH_HOTKEY = "X-Bittensor-Hotkey";
    public static final String BTAUTH_RECEIVER = "X-Bittensor-Receiver";
    public static final String BTAUTH_NONCE = "X-Bittensor-Nonce";
    public static final String BTAUTH_SIGNATURE = "X-Bittensor-Signature";

    private HeaderNames() {}
}
