package weir.protocol.synapse;

/**
 * Names of the HTTP headers of both Bittensor protocols. A dendrite (the HTTP client of SDK 10 and before) compares names of response
 * headers case-sensitively, so the axon (the server) must send them as written here.
 */
public final class HeaderNames {

    // Protocol of the dendrite.
    /** Name of the synapse. */
    public static final String NAME = "name";
    /** Seconds until the sender stops waiting, as a decimal number. */
    public static final String TIMEOUT = "timeout";
    /** Size of the headers in bytes, as the SDK computes it. */
    public static final String HEADER_SIZE = "header_size";
    /** Size of the synapse in bytes, as the SDK computes it. */
    public static final String TOTAL_SIZE = "total_size";
    /** Hash of the required fields, always {@link SigningPayload#BODY_HASH}. */
    public static final String BODY_HASH = "computed_body_hash";
    /** IP address of the axon. */
    public static final String AXON_IP = "bt_header_axon_ip";
    /** Port of the axon. */
    public static final String AXON_PORT = "bt_header_axon_port";
    /** ss58 address of the hotkey that the request is for. */
    public static final String AXON_HOTKEY = "bt_header_axon_hotkey";
    /** Version of the axon's SDK. */
    public static final String AXON_VERSION = "bt_header_axon_version";
    /** Nonce of the axon's answer. */
    public static final String AXON_NONCE = "bt_header_axon_nonce";
    /** Identifier of the axon, a UUID. */
    public static final String AXON_UUID = "bt_header_axon_uuid";
    /** HTTP status of the answer. */
    public static final String AXON_STATUS_CODE = "bt_header_axon_status_code";
    /** Text of the status. */
    public static final String AXON_STATUS_MESSAGE = "bt_header_axon_status_message";
    /** Seconds that the axon took. */
    public static final String AXON_PROCESS_TIME = "bt_header_axon_process_time";
    /** IP address of the dendrite. */
    public static final String DENDRITE_IP = "bt_header_dendrite_ip";
    /** Version of the dendrite's SDK. */
    public static final String DENDRITE_VERSION = "bt_header_dendrite_version";
    /** Nonce of the request: a time in nanoseconds. */
    public static final String DENDRITE_NONCE = "bt_header_dendrite_nonce";
    /** Identifier of the dendrite, a UUID. */
    public static final String DENDRITE_UUID = "bt_header_dendrite_uuid";
    /** ss58 address of the hotkey that signed the request. */
    public static final String DENDRITE_HOTKEY = "bt_header_dendrite_hotkey";
    /** Signature of the request: {@code 0x} and hexadecimal digits. */
    public static final String DENDRITE_SIGNATURE = "bt_header_dendrite_signature";

    /** Prefix; the name of a required field follows. The value is a placeholder in Base64. */
    public static final String INPUT_OBJECT_PREFIX = "bt_header_input_obj_";

    // Protocol btauth/1 (SDK 11).
    /** Version of the protocol. */
    public static final String BTAUTH_VERSION = "X-Bittensor-Version";
    /** Algorithm of the signature. */
    public static final String BTAUTH_CRYPTO = "X-Bittensor-Crypto";
    /** ss58 address of the hotkey that signed the request. */
    public static final String BTAUTH_HOTKEY = "X-Bittensor-Hotkey";
    /** ss58 address of the hotkey that the request is for. */
    public static final String BTAUTH_RECEIVER = "X-Bittensor-Receiver";
    /** Nonce of the request. */
    public static final String BTAUTH_NONCE = "X-Bittensor-Nonce";
    /** Signature of the request. */
    public static final String BTAUTH_SIGNATURE = "X-Bittensor-Signature";

    private HeaderNames() {}
}
