package weir.launcher.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import weir.base.Secrets;
import weir.launcher.internal.settings.ValueCheck;
import weir.launcher.internal.settings.VaultList;

/**
 * The settings: key, default, valid values, meaning. Flags, environment variables and help are derived from this table. Names are
 * those of bittensor where bittensor has one.
 */
public enum Setting {
    HOME("home", "~/.weir", ValueCheck.PATH, "DIRECTORY", "Plugins, routes, data and logs"),
    WALLET_NAME("wallet.name", "", ValueCheck.TEXT, "NAME", "Wallet of the miner's hotkey"),
    WALLET_HOTKEY(
            "wallet.hotkey", "default", ValueCheck.TEXT, "NAME", "Hotkey of the wallet; only its public file is read"),
    WALLET_PATH("wallet.path", "~/.bittensor/wallets", ValueCheck.PATH, "DIRECTORY", "Directory of wallets"),
    HOTKEY("hotkey", "", ValueCheck.SS58, "SS58", "Address of the hotkey, instead of a wallet"),
    AXON_PORT("axon.port", "8091", ValueCheck.PORT, "PORT", "Port for validators"),
    AXON_IP(
            "axon.ip",
            "",
            ValueCheck.ADDRESS,
            "ADDRESS",
            "Address to listen on; 0.0.0.0 with a hotkey, 127.0.0.1 without one"),
    AXON_EXTERNAL_IP(
            "axon.external_ip",
            "",
            ValueCheck.EXTERNAL_ADDRESS,
            "ADDRESS",
            "Public address of the axon, if it differs from axon.ip"),
    AXON_EXTERNAL_PORT(
            "axon.external_port", "", ValueCheck.PORT, "PORT", "Public port of the axon, if it differs from axon.port"),
    AXON_MAX_WORKERS("axon.max_workers", "32", ValueCheck.WORKERS, "N", "Requests processed at the same time"),
    AXON_MIN_STAKE("axon.min_stake", "1000", ValueCheck.AMOUNT, "AMOUNT", "Minimum stake of a validator, in tokens"),
    AXON_ALLOW(
            "axon.allow", "", ValueCheck.SS58_LIST, "SS58,…", "Hotkeys that are accepted regardless of the metagraph"),
    AXON_DENY("axon.deny", "", ValueCheck.SS58_LIST, "SS58,…", "Hotkeys that are always rejected"),
    AXON_REQUESTS_PER_ADDRESS(
            "axon.requests_per_address",
            "1000",
            ValueCheck.AMOUNT,
            "N",
            "Requests per second of one IP address; 0 for no limit"),
    AXON_REQUESTS_PER_HOTKEY(
            "axon.requests_per_hotkey",
            "500",
            ValueCheck.AMOUNT,
            "N",
            "Verified requests per second of one hotkey; 0 for no limit"),
    AXON_PRICE_ENCODING(
            "axon.price_encoding",
            "auto",
            ValueCheck.PRICE_ENCODING,
            "NAME",
            "Encoding of current_price: auto, sqrtPriceX96 or ratio"),
    VAULT_ADDRESS(
            "vault.address", "", ValueCheck.VAULT, "ADDRESS", "Address of the miner's vault, which validators ask for"),
    VAULT_CHAIN_ID("vault.chain_id", "8453", ValueCheck.CHAIN_ID, "N", "Number of the vault's EVM chain"),
    ADMIN_PORT("admin.port", "0", ValueCheck.PORT_OR_ANY, "PORT", "Loopback port for commands, 0 for any free port"),
    METRICS_PORT("metrics.port", "", ValueCheck.PORT, "PORT", "Port for metrics only; the admin port serves them, too"),
    METRICS_IP("metrics.ip", "127.0.0.1", ValueCheck.ADDRESS, "ADDRESS", "Address of the port for metrics"),
    METRICS_TOKEN_FILE(
            "metrics.token_file",
            "",
            ValueCheck.PATH,
            "FILE",
            "File of the token that Prometheus sends; see docs/monitor.md"),
    LOGGING_LEVEL("logging.level", "info", ValueCheck.LOG_LEVEL, "LEVEL", "Detail of the log: info, debug or trace"),
    NETUID("netuid", "98", ValueCheck.NETUID, "N", "Subnet; in the test network 374 by default"),
    SUBTENSOR_NETWORK(
            "subtensor.network", "finney", ValueCheck.NETWORK, "NAME", "finney, test, local or ws://… of a node"),
    SUBTENSOR_CHAIN_ENDPOINT(
            "subtensor.chain_endpoint",
            "",
            ValueCheck.NODE,
            "URL",
            "ws:// or wss:// address of your own node, instead of the network's"),
    EVM_RPC(
            "evm.rpc",
            "",
            ValueCheck.HTTP_URLS,
            "URL,…",
            "http:// or https:// URLs of nodes of Base, where your pools are"),
    EVM_POLL_INTERVAL(
            "evm.poll_interval",
            "2",
            ValueCheck.SECONDS,
            "SECONDS",
            "Time between two polls of the node; a block of Base takes 2"),
    ROUNDS_KEEP_DAYS(
            "rounds.keep_days", "60", ValueCheck.DAYS, "N", "Days for which records of played rounds are kept"),
    ROUNDS_ROUND_BLOCKS(
            "rounds.round_blocks", "450", ValueCheck.ROUND_BLOCKS, "N", "Blocks of a round; 450 are 900 s on Base");

    private static final Pattern HTTP_URL =
            Pattern.compile("(https?://)(?:[^/?#\\s]*@)?([\\w.:\\[\\]-]+)(?:[/?#]\\S*)?");

    private final String key;
    private final String defaultValue;
    private final ValueCheck check;
    private final String label;
    private final String purpose;

    Setting(String key, String defaultValue, ValueCheck check, String label, String purpose) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.check = check;
        this.label = label;
        this.purpose = purpose;
    }

    /** Key in the settings file: {@code axon.port}. */
    public String key() {
        return key;
    }

    /** Flag on the command line: {@code --axon.port}. */
    public String flag() {
        return "--" + key;
    }

    /** Default value; empty for "not set". */
    public String defaultValue() {
        return defaultValue;
    }

    /** Placeholder of the value in the help. */
    public String label() {
        return label;
    }

    /** What it is for, one phrase. */
    public String purpose() {
        return purpose;
    }

    /** Environment variables that set it; the first one that is set wins. */
    public List<String> environment() {
        String name = key.replace('.', '_').toUpperCase(Locale.ROOT);
        // bittensor reads BT_WALLET_HOTKEY and the like; the subnet's miner guide names HOTKEY_NAME, its miner
        // MINER_VAULT_…
        return switch (this) {
            case HOME -> List.of("WEIR_HOME");
            case WALLET_HOTKEY -> List.of("HOTKEY_NAME", "BT_" + name);
            case VAULT_ADDRESS -> List.of(name, "BT_" + name, VaultList.VARIABLE, "MINER_VAULT_ADDRESS");
            // The subnet's miner guide names BASE_RPC.
            case EVM_RPC -> List.of(name, "BT_" + name, "BASE_RPC");
            case VAULT_CHAIN_ID -> List.of(name, "BT_" + name, "MINER_VAULT_CHAIN_ID");
            default -> key.contains(".") ? List.of(name, "BT_" + name) : List.of(name);
        };
    }

    /** The environment variables of all settings. */
    static Set<String> variables() {
        return Arrays.stream(values())
                .flatMap(setting -> setting.environment().stream())
                .collect(Collectors.toSet());
    }

    /** The value without secrets. Of the URL of an EVM node only the host is left, because such URLs contain keys. */
    String shown(String value) {
        if (this != EVM_RPC) {
            return Secrets.mask(value);
        }
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .map(url ->
                        HTTP_URL.matcher(url).matches() ? HTTP_URL.matcher(url).replaceFirst("$1$2/…") : "…")
                .collect(Collectors.joining(","));
    }

    /** What is wrong with a value, as the end of a sentence ("must be …"); {@code null} if it is valid. */
    String problem(String value) {
        return check.problem(value);
    }
}
