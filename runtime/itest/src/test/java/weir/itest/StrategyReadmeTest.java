package weir.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * README of each shipped strategy compared with the metadata in its JAR: the strategy name equals the folder and the configuration
 * PID, and the README has a row for each parameter with the same default and range.
 */
class StrategyReadmeTest {

    private static final Path SHIPPED = Path.of("../app/target/weir/plugins");
    private static final Path SOURCES = Path.of("../../plugins");

    @TestFactory
    Stream<DynamicTest> readmeMatchesTheJar() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> jars = Files.list(SHIPPED)) {
            for (Path jar : jars.sorted().toList()) {
                tests.add(DynamicTest.dynamicTest(jar.getFileName().toString(), () -> check(jar)));
            }
        }
        assertTrue(tests.size() >= 3, "strategies are shipped: " + tests);
        return tests.stream();
    }

    private static void check(Path file) throws Exception {
        try (JarFile jar = new JarFile(file.toFile())) {
            String described = jar.getManifest().getMainAttributes().getValue("Service-Component");
            Element component = xml(jar, described).getDocumentElement();
            String name = component.getAttribute("configuration-pid");
            assertEquals("require", component.getAttribute("configuration-policy"));
            assertEquals(name, property(component, "strategy.name"));
            List<String> readme = Files.readAllLines(SOURCES.resolve(name).resolve("README.md"));
            for (String metatype : metatypes(jar)) {
                NodeList parameters = xml(jar, metatype).getElementsByTagName("AD");
                for (int i = 0; i < parameters.getLength(); i++) {
                    String row = row((Element) parameters.item(i));
                    assertTrue(
                            readme.stream().anyMatch(line -> line.startsWith(row)), name + "/README.md lacks " + row);
                }
            }
        }
    }

    private static String row(Element parameter) {
        String range = parameter.getAttribute("type").equals("Boolean")
                ? "-"
                : parameter.getAttribute("min") + " to " + parameter.getAttribute("max");
        return "| `" + parameter.getAttribute("id") + "` | " + parameter.getAttribute("default") + " | " + range
                + " | ";
    }

    private static String property(Element component, String name) {
        NodeList properties = component.getElementsByTagName("property");
        for (int i = 0; i < properties.getLength(); i++) {
            Element property = (Element) properties.item(i);
            if (property.getAttribute("name").equals(name)) {
                return property.getAttribute("value");
            }
        }
        return "no property " + name;
    }

    private static List<String> metatypes(JarFile jar) {
        return jar.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith("OSGI-INF/metatype/") && name.endsWith(".xml"))
                .toList();
    }

    private static Document xml(JarFile jar, String entry) throws Exception {
        try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        }
    }
}
