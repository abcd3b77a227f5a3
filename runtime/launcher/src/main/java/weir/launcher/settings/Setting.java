package weir.launcher.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import weir.launcher.internal.settings.ValueCheck;

/**
 * The table of settings: name, default, environment variables, what may stand there, what it is for. Flag, file key and help
 * are made from it. Names are those of bittensor where bittensor has one.
 */
public enum Setting {
    HOME("home", "~/.weir", ValueCheck.PATH, "FOLDER", "Plugins, routes, data and logs", "WEIR_HOME"),
    WALLET_NAME("wallet.name", "", ValueCheck.TEXT, "NAME", "Wallet whose hotkey validators ask for", "WALLET_NAME"),
    WALLET_HOTKEY(
            "wallet.hotkey",
            "default",
            ValueCheck.TEXT,
            "NAME",
            "Hotkey of the wallet; only its public part is read",
            "HOTKEY_NAME"),
    WALLET_PATH("wallet.path", "~/.bittensor/wallets", ValueCheck.PATH, "FOLDER", "Folder of wallets", "WALLET_PATH"),
    HOTKEY("hotkey", "", ValueCheck.SS58, "SS58", "Hotkey by its address, instead of a wallet", "HOTKEY"),
    AXON_PORT("axon.port", "8091", ValueCheck.PORT, "PORT", "Port that validators ask on", "AXON_PORT"),
    AXON_IP(
            "axon.ip",
            "",
            ValueCheck.ADDRESS,
            "ADDRESS",
            "Address to listen on; 0.0.0.0 with a hotkey, 127.0.0.1 without one",
            "AXON_IP"),
    AXON_EXTERNAL_IP(
            "axon.external_ip",
            "",
            ValueCheck.ADDRESS,
            "ADDRESS",
            "Address to announce, where it differs",
            "AXON_EXTERNAL_IP"),
    AXON_EXTERNAL_PORT(
            "axon.external_port",
            "",
            ValueCheck.PORT,
            "PORT",
            "Port to announce, where it differs",
            "AXON_EXTERNAL_PORT"),
    AXON_MAX_WORKERS(
            "axon.max_workers", "32", ValueCheck.WORKERS, "N", "Requests worked on at once", "AXON_MAX_WORKERS"),
    AXON_MIN_STAKE(
            "axon.min_stake",
            "1000",
            ValueCheck.AMOUNT,
            "AMOUNT",
            "Least stake of a validator, in the units of the metagraph file",
            "AXON_MIN_STAKE"),
    AXON_ALLOW(
            "axon.allow",
            "",
            ValueCheck.SS58_LIST,
            "SS58,…",
            "Hotkeys let in whatever the metagraph file says",
            "AXON_ALLOW"),
    AXON_DENY("axon.deny", "", ValueCheck.SS58_LIST, "SS58,…", "Hotkeys never let in", "AXON_DENY"),
    AXON_REQUESTS_PER_ADDRESS(
            "axon.requests_per_address",
            "100",
            ValueCheck.AMOUNT,
            "N",
            "Requests a second of one IP address; 0 for no limit",
            "AXON_REQUESTS_PER_ADDRESS"),
    AXON_REQUESTS_PER_HOTKEY(
            "axon.requests_per_hotkey",
            "50",
            ValueCheck.AMOUNT,
            "N",
            "Verified requests a second of one hotkey; 0 for no limit",
            "AXON_REQUESTS_PER_HOTKEY"),
    AXON_PRICE_ENCODING(
            "axon.price_encoding",
            "auto",
            ValueCheck.PRICE_ENCODING,
            "NAME",
            "How current_price is meant: auto, sqrtPriceX96 or ratio",
            "AXON_PRICE_ENCODING"),
    ADMIN_PORT(
            "admin.port",
            "0",
            ValueCheck.PORT_OR_ANY,
            "PORT",
            "Loopback port that commands are taken on, 0 for any free one",
            "ADMIN_PORT"),
    NETUID("netuid", "98", ValueCheck.NETUID, "N", "Subnet", "NETUID"),
    SUBTENSOR_NETWORK(
            "subtensor.network",
            "finney",
            ValueCheck.NETWORK,
            "NAME",
            "finney, test, local or ws://… of a node",
            "SUBTENSOR_NETWORK");

    private final String key;
    private final String defaultValue;
    private final ValueCheck check;
    private final String label;
    private final String purpose;
    private final List<String> environment;

    Setting(String key, String defaultValue, ValueCheck check, String label, String purpose, String environment) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.check = check;
        this.label = label;
        this.purpose = purpose;
        // bittensor reads BT_WALLET_HOTKEY and its like; the miner guide says HOTKEY_NAME. Both are known to miners.
        String bittensor = "BT_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
        this.environment = key.contains(".") ? List.of(environment, bittensor) : List.of(environment);
    }

    /** Key in the settings file: {@code axon.port}. */
    public String key() {
        return key;
    }

    /** Flag on the command line: {@code --axon.port}. */
    public String flag() {
        return "--" + key;
    }

    /** Value where nobody says anything; empty for "not set". */
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

    /** All environment variables that set something. */
    static Set<String> variables() {
        return Arrays.stream(values())
                .flatMap(setting -> setting.environment().stream())
                .collect(Collectors.toSet());
    }

    /** Environment variables that set it, the first that is present wins. */
    public List<String> environment() {
        return environment;
    }

    /** What is wrong with a value, as the end of a sentence ("must be …"), or {@code null} where nothing is. */
    String complaint(String value) {
        return check.complaint(value);
    }
}
