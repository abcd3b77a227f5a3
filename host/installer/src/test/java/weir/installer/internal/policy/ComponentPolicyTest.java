package weir.installer.internal.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.installer.verify.PluginRejectedException;

class ComponentPolicyTest {

    private static final String GOOD =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="my.Mine" configuration-policy="require" configuration-pid="mine" init="1">
              <property name="halfWidth" type="Integer" value="3000"/>
              <property name="strategy.name" type="String" value="mine"/>
              <service><provide interface="weir.strategy.RebalanceStrategy"/></service>
              <implementation class="my.Mine"/>
            </scr:component>
            """;

    @Test
    void strategyComponentIsAccepted() throws PluginRejectedException {
        assertEquals(Set.of("mine"), verify(GOOD));
        assertEquals(Set.of("mine"), verify(GOOD.replace("init=\"1\"", "immediate=\"false\" activate=\"start\"")));
        assertEquals(
                Set.of("mine"),
                verify(GOOD.replace("name=\"my.Mine\"", "name=\"mine\"").replace(" configuration-pid=\"mine\"", "")));
    }

    @Test
    void libraryWithoutComponentsIsAccepted() throws PluginRejectedException {
        assertEquals(Set.of(), DescriptionPolicy.verify(new Manifest(), Map.of()));
        assertEquals(Set.of(), DescriptionPolicy.verify(new Manifest(), Map.of("OSGI-INF/a.xml", bytes("<a/>"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            configuration-policy="require"     | configuration-policy="optional"                          | has the configuration policy 'optional'
            configuration-policy="require"     | ``                                                       | has the configuration policy ''
            init="1"                           | immediate="true"                                         | has immediate="true"
            init="1"                           | enabled="false"                                          | has enabled="false"
            init="1"                           | factory="mine"                                           | has the attribute factory
            init="1"                           | xmlns:f="urn:f" f:configurableServiceProperties="true"   | has the attribute f:configurableServiceProperties
            configuration-pid="mine"           | configuration-pid="org.apache.felix.http"                | has the configuration PID 'org.apache.felix.http'
            configuration-pid="mine"           | configuration-pid="mine weir.axon"                       | has the configuration PID 'mine weir.axon'
            configuration-pid="mine"           | ``                                                       | has the configuration PID 'my.Mine'
            value="mine"                       | value="weir.axon"                                        | has the strategy name 'weir.axon'
            value="mine"                       | value="Mine"                                             | has the strategy name 'Mine'
            name="strategy.name"               | name="Strategy.Name"                                     | has the property 'Strategy.Name'
            name="halfWidth"                   | name="osgi.http.whiteboard.resource.pattern"             | has the property 'osgi.http.whiteboard.resource.pattern'
            name="halfWidth"                   | name="OSGI.HTTP.whiteboard.servlet.pattern"              | has the property 'OSGI.HTTP.whiteboard.servlet.pattern'
            name="halfWidth"                   | name="weir.route"                                        | has the property 'weir.route'
            name="halfWidth"                   | name="service.ranking"                                   | has the property 'service.ranking'
            name="halfWidth"                   | name="objectClass"                                       | has the property 'objectClass'
            name="halfWidth"                   | name="strategy.name"                                     | has two properties strategy.name
            <service>                          | <reference name="r" interface="weir.router.Router"/><service> | references the service weir.router.Router
            <service>                          | <properties entry="p.properties"/><service>              | has the element properties
            <service>                          | <service><provide interface="jakarta.servlet.Servlet"/>  | provides the service jakarta.servlet.Servlet
            <provide interface="weir.strategy.RebalanceStrategy"/> | ``                                   | does not provide weir.strategy.RebalanceStrategy once
            <service><provide interface="weir.strategy.RebalanceStrategy"/></service> | ``                | does not provide weir.strategy.RebalanceStrategy
            <service>                          | <service xmlns="urn:other">                              | has the element service; remove it
            <implementation class="my.Mine"/>  | <implementation class="my.Mine"><scr:component name="x" immediate="true"/></implementation> | has the element scr:component inside the element implementation
            type="Integer" value="3000"/>      | type="Integer" value="3000"><scr:component name="x" immediate="true"/></property> | has the element scr:component inside the element property
            <provide interface="weir.strategy.RebalanceStrategy"/> | <provide interface="weir.strategy.RebalanceStrategy"><scr:component name="x" immediate="true"/></provide> | has the element scr:component inside the element provide
            <service>                          | <service><scr:component name="x" immediate="true"/>      | provides the service
            <implementation class="my.Mine"/>  | <implementation class="my.Mine"/><implementation class="my.Other"/> | has 2 elements implementation
            <implementation class="my.Mine"/>  | ``                                                       | has 0 elements implementation
            <implementation class="my.Mine"/>  | <implementation class="my.Mine" name="x"/>               | has the attribute name
            type="Integer"                     | type="Integer" immediate="true"                          | has the attribute immediate
            <service>                          | <service immediate="true">                               | has the attribute immediate
            init="1"                           | init="-1"                                                | has init="-1"
            scr/v1.4.0                         | other/v1.4.0                                             | is not the description of one component
            <?xml version="1.0" encoding="UTF-8"?> | <!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">       | cannot be parsed: DOCTYPE is disallowed
            </scr:component>                   | ``                                                       | cannot be parsed
            """)
    void otherComponentIsRejected(String part, String replacement, String words) {
        String xml = GOOD.replace(part, replacement == null ? "" : replacement);
        PluginRejectedException rejection = assertThrows(PluginRejectedException.class, () -> verify(xml));
        assertTrue(rejection.getMessage().contains(words), rejection.getMessage());
        assertTrue(rejection.getMessage().contains("; "), rejection.getMessage());
    }

    /** Declarative Services reads each file that the header matches; verification reads all that it can match. */
    @Test
    void everyDescriptionIsVerified() throws PluginRejectedException {
        Map<String, byte[]> files = Map.of(
                "OSGI-INF/good.xml",
                bytes(GOOD),
                "OSGI-INF/bad.xml",
                bytes(GOOD.replace("init=\"1\"", "immediate=\"true\"")));
        for (String header :
                new String[] {"OSGI-INF/good.xml", "OSGI-INF/*.xml", "OSGI-INF/good.xml,OSGI-INF/bad.xml"}) {
            assertThrows(PluginRejectedException.class, () -> DescriptionPolicy.verify(manifest(header), files));
        }
        assertRejected("names other/good.xml", "other/good.xml", Map.of());
        assertRejected("names OSGI-INF/missing.xml", "OSGI-INF/missing.xml", Map.of("OSGI-INF/good.xml", bytes(GOOD)));
        assertRejected(
                "DOCTYPE is disallowed",
                "OSGI-INF/good.xml",
                Map.of("OSGI-INF/good.xml", bytes(GOOD), "OSGI-INF/metatype/m.xml", bytes("<!DOCTYPE m []><m/>")));
        assertRejected(
                "is longer than 256 KiB",
                "OSGI-INF/good.xml",
                Map.of("OSGI-INF/good.xml", bytes(GOOD + " ".repeat(BundleXml.MAX_BYTES))));
    }

    private static void assertRejected(String words, String header, Map<String, byte[]> files) {
        PluginRejectedException rejection =
                assertThrows(PluginRejectedException.class, () -> DescriptionPolicy.verify(manifest(header), files));
        assertTrue(rejection.getMessage().contains(words), rejection.getMessage());
    }

    private static Set<String> verify(String xml) throws PluginRejectedException {
        return DescriptionPolicy.verify(manifest("OSGI-INF/my.Mine.xml"), Map.of("OSGI-INF/my.Mine.xml", bytes(xml)));
    }

    private static Manifest manifest(String header) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Service-Component", header);
        return manifest;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
