package weir.router.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclaredStrategiesTest {

    private static final String SERVICE =
            "<service><provide interface='weir.strategy.RebalanceStrategy'/></service></scr:component>";

    @Test
    void aStrategyIsTheConfigurationPidOfAComponent() throws Exception {
        assertEquals(Set.of("hold"), read("name='a.Hold' configuration-pid='hold'>" + SERVICE));
        assertEquals(Set.of("hold", "a.Hold"), read("name='a.Hold' configuration-pid='hold $'>" + SERVICE));
        assertEquals(Set.of("a.Hold"), read("name='a.Hold'>" + SERVICE));
    }

    @Test
    void otherComponentsAreNoStrategies() throws Exception {
        assertEquals(
                Set.of(),
                read("name='a.Other' configuration-pid='hold'><service><provide interface='java.lang.Runnable'/>"
                        + "</service></scr:component>"));
    }

    private static Set<String> read(String component) throws Exception {
        String xml = "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.3.0' " + component;
        return DeclaredStrategies.readNames(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
