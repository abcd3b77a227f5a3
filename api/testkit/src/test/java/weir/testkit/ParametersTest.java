package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {

    @interface Config {
        int halfWidth() default 2000;

        double deploy() default 0.5;

        String token();
    }

    @Test
    void defaultsApplyUntilAValueIsSet() {
        Config config = Parameters.of(Config.class, Map.of("halfWidth", 7.0, "token", "usdc"));
        assertEquals(7, config.halfWidth());
        assertEquals(0.5, config.deploy());
        assertEquals("usdc", config.token());
    }

    @Test
    void behavesAsAnAnnotation() {
        Config config = Parameters.of(Config.class, Map.of("token", "usdc"));
        assertEquals(Config.class, config.annotationType());
        assertEquals(config, config);
        assertEquals(config.hashCode(), config.hashCode());
        assertTrue(config.toString().contains("halfWidth=2000"), config::toString);
    }

    @Test
    void rejectsUnknownParameters() {
        assertRejected(
                Map.of("token", "x", "halfwidth", 1), "no parameter \"halfwidth\"; it has deploy, halfWidth, token");
        assertRejected(Map.of("token", 1), "\"token\" is of type String, not Integer 1");
        assertRejected(Map.of(), "\"token\" has no default");
    }

    private static void assertRejected(Map<String, ?> values, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> Parameters.of(Config.class, values))
                .getMessage();
        assertTrue(message.contains(why), message);
    }
}
