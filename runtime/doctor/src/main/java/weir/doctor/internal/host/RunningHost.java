package weir.doctor.internal.host;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import weir.base.WeirException;
import weir.launcher.AdminPort;
import weir.launcher.Home;
import weir.launcher.settings.Setting;

/**
 * What the host that runs on a home tells about itself by its admin port.
 *
 * @param settings the settings that it uses; empty for an older host, which does not tell them
 * @param health answer to {@code GET /health}
 * @param routes answer to {@code GET /routes}
 * @param strategies answer to {@code GET /strategies}
 */
public record RunningHost(Map<Setting, String> settings, JsonObject health, JsonObject routes, JsonObject strategies) {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(3);

    /**
     * Asks the host.
     *
     * @return empty if no host runs
     * @throws WeirException if a host runs and does not answer as a host does
     */
    public static Optional<RunningHost> on(Home home) {
        AdminPort port = new AdminPort(home, RESPONSE_TIMEOUT);
        try {
            JsonObject health = object(port.get("health"));
            return Optional.of(new RunningHost(
                    settings(port), health, object(port.get("routes")), object(port.get("strategies"))));
        } catch (AdminPort.NotRunningException e) {
            return Optional.empty();
        }
    }

    private static JsonObject object(String json) {
        try {
            return JsonParser.parseString(json).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw WeirException.failed("the host's answer is not valid", "Restart the host.", e);
        }
    }

    private static Map<Setting, String> settings(AdminPort port) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        JsonObject json;
        try {
            json = object(port.get("settings"));
        } catch (AdminPort.NotRunningException e) {
            throw e;
        } catch (WeirException e) {
            return settings; // A host of version 0.2 has no such resource.
        }
        for (Setting setting : Setting.values()) {
            if (json.get(setting.key()) instanceof JsonPrimitive value) {
                settings.put(setting, value.getAsString());
            }
        }
        return settings;
    }
}
