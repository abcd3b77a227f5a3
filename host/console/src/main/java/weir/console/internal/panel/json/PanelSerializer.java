package weir.console.internal.panel.json;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds panels as JSON. A panel that fails has only the field {@code failure}, and does not stop the others; the page then says so. For
 * one thread.
 */
public final class PanelSerializer {

    private static final Logger LOG = LoggerFactory.getLogger(PanelSerializer.class);

    /** By panel. Each failure is logged once. */
    private final Map<String, String> failures = new HashMap<>();

    public String serialize(String panel, Supplier<Object> content) {
        try {
            String json = PageJson.of(content.get());
            failures.remove(panel);
            return json;
        } catch (RuntimeException | Error e) {
            if (!e.toString().equals(failures.put(panel, e.toString()))) {
                LOG.error("Panel {} of the operator page cannot be built", panel, e);
            }
            return PageJson.of(Map.of("failure", e.toString()));
        }
    }
}
