package weir.launcher.internal;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import weir.launcher.Home;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** The configurations of the host's components, as a JSON document of the OSGi Configurator (chapter 150). */
public final class HostConfiguration {

    private static final int MAX_CONNECTIONS = 4096;

    /** Open files of the host itself: bundles, plugins, logs, directories. */
    private static final int OWN_FILES = 256;

    private HostConfiguration() {}

    /** @param hotkey the ss58 address of the axon; empty for none */
    public static String document(Settings settings, Home home, String hotkey) {
        StringWriter text = new StringWriter();
        // Not by reflection: this would load more classes at every start of the host.
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            // Every document must have a symbolic name and a version.
            json.name(":configurator:symbolic-name").value("weir.run");
            json.name(":configurator:version").value("1.0.0");
            component(json, "weir.logging", "folder", home.logs());
            component(json, "weir.router", "routes.folder", home.routes(), "data", home.data());
            component(json, "weir.installer", "plugins", home.plugins(), "data", home.data());
            component(json, "weir.history", "folder", home.history());
            component(
                    json,
                    "weir.axon",
                    "host",
                    settings.text(Setting.AXON_IP),
                    "port:Integer",
                    settings.number(Setting.AXON_PORT),
                    "hotkey",
                    hotkey,
                    "workers:Integer",
                    settings.number(Setting.AXON_MAX_WORKERS),
                    "min.stake:Double",
                    settings.amount(Setting.AXON_MIN_STAKE),
                    "requests.per.address:Double",
                    settings.amount(Setting.AXON_REQUESTS_PER_ADDRESS),
                    "requests.per.hotkey:Double",
                    settings.amount(Setting.AXON_REQUESTS_PER_HOTKEY),
                    "price.encoding",
                    settings.text(Setting.AXON_PRICE_ENCODING),
                    "allow:String[]",
                    settings.list(Setting.AXON_ALLOW),
                    "deny:String[]",
                    settings.list(Setting.AXON_DENY),
                    "connections:Integer",
                    connections());
            component(
                    json,
                    "weir.console",
                    "port:Integer",
                    settings.number(Setting.ADMIN_PORT),
                    "data",
                    home.data(),
                    "plugins",
                    home.plugins(),
                    "private.key.files:String[]",
                    HotkeyAddress.privateFiles(settings),
                    "axon",
                    url(settings.text(Setting.AXON_IP), settings.number(Setting.AXON_PORT)));
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** @param properties name (with its type, if that is not String) and value, in turn */
    private static void component(JsonWriter json, String pid, Object... properties) throws IOException {
        json.name(pid).beginObject();
        for (int i = 0; i < properties.length; i += 2) {
            json.name(properties[i].toString());
            if (properties[i + 1] instanceof Number number) {
                json.value(number);
            } else if (properties[i + 1] instanceof List<?> list) {
                json.beginArray();
                for (Object value : list) {
                    json.value(value.toString());
                }
                json.endArray();
            } else {
                json.value(properties[i + 1].toString());
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
