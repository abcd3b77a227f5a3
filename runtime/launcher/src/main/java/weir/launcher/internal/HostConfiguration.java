package weir.launcher.internal;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import weir.launcher.Home;
import weir.launcher.HotkeyAddress;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** The configurations of the host's components, as a JSON document of the OSGi Configurator (chapter 150). */
public final class HostConfiguration {

    private static final int MAX_CONNECTIONS = 4096;

    /** Open files of the host itself: bundles, plugins, logs, directories. */
    private static final int OWN_FILES = 256;

    /** Settings that the admin port shows, so that `weir doctor` checks what the host uses. None contains a secret. */
    private static final Set<Setting> SHOWN = EnumSet.of(
            Setting.WALLET_NAME,
            Setting.WALLET_HOTKEY,
            Setting.WALLET_PATH,
            Setting.HOTKEY,
            Setting.AXON_PORT,
            Setting.AXON_IP,
            Setting.AXON_EXTERNAL_IP,
            Setting.AXON_EXTERNAL_PORT,
            Setting.AXON_MIN_STAKE,
            Setting.VAULT_ADDRESS,
            Setting.VAULT_CHAIN_ID,
            Setting.NETUID,
            Setting.SUBTENSOR_NETWORK,
            Setting.SUBTENSOR_CHAIN_ENDPOINT);

    private HostConfiguration() {}

    /**
     * @param hotkey the ss58 address of the axon; empty for none
     * @param childClassPath JARs for child processes that run strategies
     */
    public static String document(Settings settings, Home home, String hotkey, List<Path> childClassPath) {
        StringWriter text = new StringWriter();
        // Not by reflection: this would load more classes at every start of the host.
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            // Every document must have a symbolic name and a version.
            json.name(":configurator:symbolic-name").value("weir.run");
            json.name(":configurator:version").value("1.0.0");
            component(json, "weir.router", Map.of("routes.folder", home.routes(), "data", home.data()));
            component(
                    json,
                    "weir.installer",
                    Map.of(
                            "plugins", home.plugins(),
                            "data", home.data(),
                            "conf", home.folder().resolve("conf")));
            component(
                    json,
                    "weir.isolation",
                    Map.of(
                            "class.path:String[]",
                            childClassPath.stream().map(Path::toString).toList(),
                            "directory",
                            home.data().resolve("children")));
            component(json, "weir.history", Map.of("folder", home.history()));
            component(json, "weir.market", Map.of("pools.folder", home.pools()));
            Map<String, Object> rounds = new LinkedHashMap<>();
            rounds.put("folder", home.rounds());
            rounds.put("challenges.folder", home.challenges());
            rounds.put("routes.folder", home.routes());
            rounds.put("pools.folder", home.pools());
            rounds.put("keep.days:Integer", settings.number(Setting.ROUNDS_KEEP_DAYS));
            rounds.put("round.blocks:Long", (long) settings.number(Setting.ROUNDS_ROUND_BLOCKS));
            component(json, "weir.rounds", rounds);
            if (settings.isSet(Setting.EVM_RPC)) {
                Map<String, Object> evm = new LinkedHashMap<>();
                evm.put("poll.interval:Long", (long) (1_000 * settings.decimal(Setting.EVM_POLL_INTERVAL)));
                evm.put("folder", home.data().resolve("evm"));
                evm.put("pools.folder", home.pools());
                component(json, "weir.evm", evm);
            }
            Map<String, Object> axon = new LinkedHashMap<>();
            axon.put("host", settings.text(Setting.AXON_IP));
            axon.put("port:Integer", settings.number(Setting.AXON_PORT));
            axon.put("hotkey", hotkey);
            axon.put("vault.address", settings.text(Setting.VAULT_ADDRESS));
            axon.put("vault.chain.id:Long", Long.parseLong(settings.text(Setting.VAULT_CHAIN_ID)));
            axon.put("workers:Integer", settings.number(Setting.AXON_MAX_WORKERS));
            axon.put("min.stake:Double", settings.decimal(Setting.AXON_MIN_STAKE));
            axon.put("requests.per.address:Double", settings.decimal(Setting.AXON_REQUESTS_PER_ADDRESS));
            axon.put("requests.per.hotkey:Double", settings.decimal(Setting.AXON_REQUESTS_PER_HOTKEY));
            axon.put("price.encoding", settings.text(Setting.AXON_PRICE_ENCODING));
            axon.put("allow:String[]", settings.list(Setting.AXON_ALLOW));
            axon.put("deny:String[]", settings.list(Setting.AXON_DENY));
            axon.put("connections:Integer", connections());
            component(json, "weir.axon", axon);
            if (!hotkey.isEmpty()) {
                Map<String, Object> chain = new LinkedHashMap<>();
                chain.put("network", settings.text(Setting.SUBTENSOR_NETWORK));
                chain.put("chain.endpoint", settings.text(Setting.SUBTENSOR_CHAIN_ENDPOINT));
                chain.put("netuid:Integer", settings.number(Setting.NETUID));
                chain.put("folder", home.data().resolve("chain"));
                chain.put("override.file", home.metagraph());
                chain.put("hotkey", hotkey);
                chain.put("served.ip", settings.text(Setting.AXON_EXTERNAL_IP));
                boolean hasOtherPort = settings.isSet(Setting.AXON_EXTERNAL_PORT);
                chain.put(
                        "served.port:Integer",
                        settings.number(hasOtherPort ? Setting.AXON_EXTERNAL_PORT : Setting.AXON_PORT));
                component(json, "weir.chain", chain);
            }
            Map<String, Object> console = new LinkedHashMap<>();
            console.put("port:Integer", settings.number(Setting.ADMIN_PORT));
            console.put("data", home.data());
            console.put("plugins", home.plugins());
            console.put("private.key.files:String[]", HotkeyAddress.privateFiles(settings));
            console.put("axon", url(settings.text(Setting.AXON_IP), settings.number(Setting.AXON_PORT)));
            console.put("more.checks:String[]", moreChecks(settings, hotkey));
            console.put("hotkey", hotkey);
            console.put("metrics.ip", settings.text(Setting.METRICS_IP));
            if (settings.isSet(Setting.METRICS_PORT)) {
                console.put("metrics.port:Integer", settings.number(Setting.METRICS_PORT));
            }
            if (settings.isSet(Setting.METRICS_TOKEN_FILE)) {
                console.put("metrics.token.file", settings.path(Setting.METRICS_TOKEN_FILE));
            }
            console.put(
                    "settings:String[]",
                    SHOWN.stream()
                            .map(setting -> setting.key() + "=" + settings.text(setting))
                            .toList());
            component(json, "weir.console", console);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The health checks of components that not every host has. */
    private static List<String> moreChecks(Settings settings, String hotkey) {
        List<String> checks = new ArrayList<>();
        if (!hotkey.isEmpty()) {
            checks.add("chain");
        }
        if (settings.isSet(Setting.EVM_RPC)) {
            checks.add("evm");
        }
        if (settings.isSet(Setting.METRICS_PORT)) {
            checks.add("metrics");
        }
        return checks;
    }

    /** @param properties by name with its type, if that is not String */
    private static void component(JsonWriter json, String pid, Map<String, ?> properties) throws IOException {
        json.name(pid).beginObject();
        for (Map.Entry<String, ?> property : properties.entrySet()) {
            json.name(property.getKey());
            if (property.getValue() instanceof Number number) {
                json.value(number);
            } else if (property.getValue() instanceof Boolean bool) {
                json.value(bool);
            } else if (property.getValue() instanceof List<?> list) {
                json.beginArray();
                for (Object value : list) {
                    json.value(value.toString());
                }
                json.endArray();
            } else {
                json.value(property.getValue().toString());
            }
        }
        json.endObject();
    }

    /** So many that files can be opened while all connections are in use; {@code bin/weir} sets the limit of open files. */
    private static int connections() {
        return Math.min(MAX_CONNECTIONS, Integer.getInteger("weir.open.files", Integer.MAX_VALUE) - OWN_FILES);
    }

    private static String url(String host, int port) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
