package weir.itest.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import weir.fixtures.host.WeirCommand;

/** A route configures the PID that equals its strategy's name. A strategy's name has no dot, so a PID with a dot is out of reach. */
class ConfigurationPidTest {

    @Test
    void eachPidOfTheHostContainsADot() throws Exception {
        Set<String> pids = new TreeSet<>();
        try (Stream<Path> jars = Files.list(WeirCommand.INSTALLATION.resolve("system"))) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                pids.addAll(pids(jar));
            }
        }
        assertTrue(pids.containsAll(Set.of("weir.router", "weir.installer", "weir.axon")), pids.toString());
        assertEquals(List.of(), pids.stream().filter(pid -> !pid.contains(".")).toList());
    }

    private static Set<String> pids(Path file) throws Exception {
        Set<String> pids = new TreeSet<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : jar.stream()
                    .filter(one -> one.getName().matches("OSGI-INF/.*\\.xml"))
                    .toList()) {
                Document xml = parse(jar, entry);
                for (Element component : elements(xml, "component")) {
                    String name = component.getAttribute("name");
                    String pid = component.getAttribute("configuration-pid");
                    for (String one : (pid.isEmpty() ? name : pid).trim().split("\\s+")) {
                        pids.add(one.equals("$") ? name : one);
                    }
                }
                for (Element designate : elements(xml, "Designate")) {
                    pids.addAll(Set.of(designate.getAttribute("pid") + designate.getAttribute("factoryPid")));
                }
            }
        }
        return pids;
    }

    private static Document parse(JarFile jar, JarEntry entry) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try (InputStream in = jar.getInputStream(entry)) {
            return factory.newDocumentBuilder().parse(in);
        } catch (IOException e) {
            throw new IOException(jar.getName() + " " + entry, e);
        }
    }

    private static List<Element> elements(Document xml, String name) {
        NodeList found = xml.getElementsByTagNameNS("*", name);
        return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1)
                .map(i -> (Element) found.item(i))
                .toList();
    }
}
