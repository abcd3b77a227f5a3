package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aQute.bnd.osgi.Builder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import weir.installer.HostTest;

/** A JAR that was built against the released API 0.1 runs in this host. */
class ApiCompatibilityTest extends HostTest {

    private static final Path API = Path.of("../../cnf/releases/weir/weir.strategy/0.1.0/weir.strategy-0.1.0.jar");

    private static final String SOURCE =
            """
            package old;

            import org.osgi.service.component.annotations.*;
            import weir.strategy.*;

            @StrategyComponent(name = "sample")
            @Component(configurationPid = "sample", configurationPolicy = ConfigurationPolicy.REQUIRE)
            public class Old implements RebalanceStrategy {
                public @interface Config {
                    int width() default 7;
                }

                private final int width;

                @Activate
                public Old(Config config) {
                    width = config.width();
                }

                @Override
                public Decision decide(RebalanceQuery query, Market market) {
                    return Decision.keep(width + " at " + query.currentPrice().tick() + ", " + market.prices(0).size());
                }
            }
            """;

    @Test
    void aStrategyBuiltAgainstApi01Serves() throws Exception {
        build(plugin("old.jar"));
        host.awaitAnswer("7 at 0, 1");
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"width\": 8}");
        host.awaitAnswer("8 at 0, 1");
    }

    private void build(Path jar) throws Exception {
        Path source = Files.writeString(home.resolve("Old.java"), SOURCE);
        Path classes = Files.createDirectories(home.resolve("classes"));
        List<String> libraries = Stream.concat(
                        Stream.of(API.toString()),
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .filter(entry -> entry.contains("org.osgi.service.component")))
                .toList();
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-cp",
                                String.join(File.pathSeparator, libraries),
                                "-d",
                                classes.toString(),
                                source.toString()));
        try (Builder builder = new Builder()) {
            builder.addClasspath(classes.toFile());
            for (String library : libraries) {
                builder.addClasspath(new File(library));
            }
            builder.setProperty("Bundle-SymbolicName", "my.old");
            builder.setProperty("Bundle-Version", "1.0.0");
            builder.setProperty("-includepackage", "old");
            builder.setProperty("-noextraheaders", "true");
            builder.build().write(home.resolve("old.tmp").toFile());
        }
        Files.move(home.resolve("old.tmp"), jar);
    }
}
