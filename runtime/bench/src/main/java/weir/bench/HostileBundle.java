package weir.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import weir.bench.hostile.Harm;
import weir.bench.hostile.Hostile;

/** The hostile strategy as a bundle that the host installs. */
final class HostileBundle {

    /** Name of the strategy. */
    static final String STRATEGY = "hostile";

    private static final String COMPONENT = "OSGI-INF/hostile.xml";
    private static final String DESCRIPTION =
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="hostile"
                configuration-policy="require" configuration-pid="hostile">
              <property name="strategy.name" type="String" value="hostile"/>
              <service><provide interface="weir.strategy.RebalanceStrategy"/></service>
              <implementation class="weir.bench.hostile.Hostile"/>
            </scr:component>
            """;

    private HostileBundle() {}

    static void write(Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "weir.bench.hostile");
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue("Import-Package", "weir.strategy;version=\"[1.0,2)\"");
        headers.putValue("Service-Component", COMPONENT);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.putNextEntry(new ZipEntry(COMPONENT));
            jar.write(DESCRIPTION.getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : List.of(Hostile.class, Harm.class)) {
                add(jar, type);
            }
        }
    }

    private static void add(JarOutputStream jar, Class<?> type) throws IOException {
        String entry = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new ZipEntry(entry));
        try (InputStream bytes = Objects.requireNonNull(type.getResourceAsStream("/" + entry), entry)) {
            bytes.transferTo(jar);
        }
    }
}
