package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import weir.fixtures.BundleBuilder;
import weir.installer.HostTest;

/** Strategies that are compiled against each release of the API are admitted and serve. */
class ApiReleasesTest extends HostTest {

    private static final Path RELEASES = Path.of("../../cnf/releases/weir");

    private static final String SOURCE =
            """
            package my.old;

            import org.osgi.service.component.annotations.*;
            import weir.strategy.*;
            import weir.uniswap.v3.TickMath;

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
                    Inventory inventory = query.inventoryRemaining();
                    return Decision.keep("built with RELEASE, width " + width + ": " + query.currentPositions().size()
                            + market.prices(query.blockNumber()).size() + (TickMath.getTickAtSqrtRatio(TickMath.MIN_SQRT_RATIO) < 0));
                }
            }
            """;

    @Test
    void strategyBuiltWithEachReleaseServes() throws Exception {
        List<String> releases = subdirectories(RELEASES.resolve("weir.strategy"));
        assertFalse(releases.isEmpty());
        for (String release : releases) {
            Path classes = compile(release);
            BundleBuilder.named("my.old", release)
                    .with("-includeresource", classes.toString())
                    // as bnd writes it with the package versions of these releases
                    .with("Import-Package", "weir.strategy;version='[1.0,2)',weir.uniswap.v3;version='[1.0,2)',*")
                    .writeTo(plugin("old-" + release + ".jar"));
            host.awaitAnswer("built with " + release + ", width 7: 01true");
        }
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"width\": 8}");
        host.awaitAnswer("built with " + releases.get(releases.size() - 1) + ", width 8: 01true");
    }

    private Path compile(String release) throws IOException {
        Path source = Files.createDirectories(home.resolve(release)).resolve("Old.java");
        Files.writeString(source, SOURCE.replace("RELEASE", release));
        Path classes = Files.createDirectories(home.resolve(release).resolve("classes"));
        String classPath = Stream.concat(
                        Stream.of("weir.strategy", "weir.uniswap.v3").map(name -> jar(name, release)),
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .filter(entry -> entry.contains("org.osgi.service.component")))
                .collect(Collectors.joining(File.pathSeparator));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "--release",
                                "17",
                                "-proc:none",
                                "-cp",
                                classPath,
                                "-d",
                                classes.toString(),
                                source.toString()));
        return classes;
    }

    private static String jar(String name, String release) {
        return RELEASES.resolve(name)
                .resolve(release)
                .resolve(name + "-" + release + ".jar")
                .toString();
    }

    private static List<String> subdirectories(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
