package weir.rounds.internal;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.audit.AnswerEvent;

/**
 * Reads the parameters of a route from its file, so that a round can be replayed with them. Thread-safe.
 *
 * @param directory directory of the route files
 */
record RouteParameters(Path directory) {

    private static final Logger LOG = LoggerFactory.getLogger(RouteParameters.class);

    /** Returns the parameters of the answer's route as texts; none if no route answered, or its file cannot be read. */
    Map<String, String> of(AnswerEvent event) {
        return event.answer().route().map(this::read).orElse(Map.of());
    }

    private Map<String, String> read(String route) {
        Map<String, String> parameters = new TreeMap<>();
        try {
            JsonElement values = JsonParser.parseString(Files.readString(directory.resolve(route + ".json")))
                    .getAsJsonObject()
                    .get("parameters");
            if (values != null) {
                values.getAsJsonObject().asMap().forEach((name, value) -> parameters.put(name, text(value)));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The parameters of route {} are not recorded", route, e);
        }
        return parameters;
    }

    private static String text(JsonElement value) {
        return value.isJsonArray()
                ? value.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .collect(Collectors.joining(","))
                : value.getAsString();
    }
}
