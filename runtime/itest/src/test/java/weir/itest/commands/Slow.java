package weir.itest.commands;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/** A strategy that thinks for a second and a half, which is in time, and itself as a plugin. */
public final class Slow implements RebalanceStrategy {

    /** File in the host's home that is there once it has begun to think. */
    static final String THINKING = "thinking";

    private static final String COMPONENT = "OSGI-INF/slow.xml";
    private static final String DESCRIPTION =
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="slow"
                configuration-policy="require" configuration-pid="slow">
              <property name="strategy.name" type="String" value="slow"/>
              <service><provide interface="weir.strategy.RebalanceStrategy"/></service>
              <implementation class="weir.itest.commands.Slow"/>
            </scr:component>
            """;

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        try {
            Files.writeString(Path.of(System.getProperty("weir.home"), THINKING), query.pairAddress());
            TimeUnit.MILLISECONDS.sleep(1500);
        } catch (IOException | InterruptedException e) {
            return Decision.refuse(e.toString());
        }
        return Decision.keep("thought long");
    }

    static void write(Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "weir.itest.slow");
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue("Import-Package", "weir.strategy;version=\"[1.0,2)\"");
        headers.putValue("Service-Component", COMPONENT);
        String type = Slow.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.putNextEntry(new ZipEntry(COMPONENT));
            jar.write(DESCRIPTION.getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new ZipEntry(type));
            try (InputStream bytes = Objects.requireNonNull(Slow.class.getResourceAsStream("/" + type), type)) {
                bytes.transferTo(jar);
            }
        }
    }
}
