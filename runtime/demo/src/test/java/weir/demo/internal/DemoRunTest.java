package weir.demo.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.demo.DendriteResponse;
import weir.embedded.PackagedStrategy;
import weir.router.parameters.StrategyParameters;

class DemoRunTest {

    @Test
    void routeNamesTheStrategyAndBothVersions() {
        PackagedStrategy chosen = new PackagedStrategy(
                Path.of("hold.jar"), "hold", new Version("1.0.0"), new StrategyParameters(Map.of(), false));
        JsonObject route =
                JsonParser.parseString(DemoRun.routeFile(Rounds.POOL, chosen)).getAsJsonObject();
        assertEquals("hold", route.get("strategy").getAsString());
        assertEquals(Rounds.POOL.address(), route.get("pair").getAsString());
        assertEquals(
                new VersionRange("[1.0.0,1.0.1]"),
                new VersionRange(route.get("versions").getAsString()));
    }

    @Test
    void routeIsReadFromTheMetadata() {
        assertEquals("demo", answer("hold on demo: nothing to do").route());
        assertEquals(
                "eth-usdc.2", answer("hold on eth-usdc.2: fallback, late: 3 s").route());
        assertEquals("", answer("").route());
    }

    private static DendriteResponse answer(String info) {
        return new DendriteResponse(null, true, "", null, "1.0.0", info, 0);
    }
}
