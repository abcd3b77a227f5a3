package weir.launcher.internal;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import weir.launcher.Home;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/**
 * The settings as the configurations of the host's components: one JSON document of the OSGi Configurator (chapter 150),
 * a PID with its properties each.
 */
public final class HostConfiguration {

    private HostConfiguration() {}

    /**
     * @param hotkey the address that validators ask for; empty for none
     */
    public static String document(Settings settings, Home home, String hotkey) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            // Required of every document; it stands for no bundle.
            json.name(":configurator:symbolic-name").value("weir.run");
            json.name(":configurator:version").value("1.0.0");
            json.name("weir.logging").beginObject();
            json.name("folder").value(home.logs().toString());
            json.endObject();
            json.name("weir.router").beginObject();
            json.name("routes.folder").value(home.routes().toString());
            json.name("data").value(home.data().toString());
            json.endObject();
            json.name("weir.installer").beginObject();
            json.name("plugins").value(home.plugins().toString());
            json.name("data").value(home.data().toString());
            json.endObject();
            json.name("weir.history").beginObject();
            json.name("folder").value(home.history().toString());
            json.endObject();
            json.name("weir.axon").beginObject();
            json.name("host").value(settings.text(Setting.AXON_IP));
            json.name("port:Integer").value(settings.number(Setting.AXON_PORT));
            json.name("hotkey").value(hotkey);
            json.name("workers:Integer").value(settings.number(Setting.AXON_MAX_WORKERS));
            json.name("min.stake:Double").value(settings.amount(Setting.AXON_MIN_STAKE));
            json.name("requests.per.address:Double").value(settings.amount(Setting.AXON_REQUESTS_PER_ADDRESS));
            json.name("requests.per.hotkey:Double").value(settings.amount(Setting.AXON_REQUESTS_PER_HOTKEY));
            json.name("price.encoding").value(settings.text(Setting.AXON_PRICE_ENCODING));
            list(json, "allow", settings.list(Setting.AXON_ALLOW));
            list(json, "deny", settings.list(Setting.AXON_DENY));
            json.endObject();
            json.name("weir.console").beginObject();
            json.name("port:Integer").value(settings.number(Setting.ADMIN_PORT));
            json.name("data").value(home.data().toString());
            json.name("plugins").value(home.plugins().toString());
            json.name("axon").value(url(settings.text(Setting.AXON_IP), settings.number(Setting.AXON_PORT)));
            json.endObject();
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String url(String host, int port) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static void list(JsonWriter json, String name, List<String> values) throws IOException {
        json.name(name + ":String[]").beginArray();
        for (String value : values) {
            json.value(value);
        }
        json.endArray();
    }
}
