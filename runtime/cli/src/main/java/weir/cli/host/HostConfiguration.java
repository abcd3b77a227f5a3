package weir.cli.host;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import weir.cli.settings.Setting;
import weir.cli.settings.Settings;

/**
 * The settings as the configurations of the host's components: one JSON document of the OSGi Configurator (chapter 150),
 * a PID with its properties each.
 */
final class HostConfiguration {

    private HostConfiguration() {}

    static String document(Settings settings, Home home) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            json.name("org.apache.felix.http").beginObject();
            json.name("org.apache.felix.http.host").value(settings.text(Setting.AXON_IP));
            json.name("org.osgi.service.http.port:Integer").value(settings.number(Setting.AXON_PORT));
            json.endObject();
            json.name("weir.logging").beginObject();
            json.name("folder").value(home.logs().toString());
            json.endObject();
            json.name("weir.router").beginObject();
            json.name("routes").value(home.routes().toString());
            json.endObject();
            json.name("weir.installer").beginObject();
            json.name("plugins").value(home.plugins().toString());
            json.name("data").value(home.data().toString());
            json.endObject();
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
