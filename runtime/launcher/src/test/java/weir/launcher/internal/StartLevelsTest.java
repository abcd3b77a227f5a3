package weir.launcher.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The order of the start, and folders with names that a URL would spell otherwise. */
class StartLevelsTest {

    @Test
    void logStartsFirstAndListenersLast() {
        Path system = Path.of("/opt/my weir+1%/system");
        Map<String, String> properties = StartLevels.properties(List.of(
                system.resolve("weir.axon-0.2.0.jar"),
                system.resolve("weir.router-0.2.0.jar"),
                system.resolve("org.apache.felix.http.jetty12-1.1.8.jar"),
                system.resolve("gson-2.15.0.jar"),
                system.resolve("org.apache.felix.log-1.3.0.jar")));
        assertEquals("3", properties.get("org.osgi.framework.startlevel.beginning"));
        assertTrue(properties.get("felix.auto.start.1").contains("felix.log-"));
        assertEquals(2, properties.get("felix.auto.start.2").split("\" \"").length);
        assertTrue(properties.get("felix.auto.start.3").contains("weir.axon-"));
        assertTrue(properties.get("felix.auto.install.2").contains("http.jetty12-"));
        String first = properties.get("felix.auto.start.1").replace("\"", "");
        assertEquals(
                "reference:file:/opt/my weir+1%/system/org.apache.felix.log-1.3.0.jar",
                URLDecoder.decode(first, StandardCharsets.UTF_8));
    }
}
