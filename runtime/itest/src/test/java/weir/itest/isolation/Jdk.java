package weir.itest.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param home its directory
 * @param version its feature version, for example 17
 */
record Jdk(Path home, int version) {

    /** The JDK that runs the tests. */
    static final Jdk OF_THE_HOST =
            new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());

    static final String CLASS_PATH =
            Path.of("target/test-classes").toAbsolutePath().toString();

    private static final int FOREIGN_FUNCTIONS = 22;

    /** The first JDK that can apply the fence; {@code WEIR_NEWEST_JAVA_HOME} chooses one. */
    static Optional<Jdk> withForeignFunctions() throws IOException {
        String chosen = System.getenv("WEIR_NEWEST_JAVA_HOME");
        if (chosen != null) {
            return Optional.of(of(Path.of(chosen))).filter(jdk -> jdk.version >= FOREIGN_FUNCTIONS);
        }
        if (OF_THE_HOST.version >= FOREIGN_FUNCTIONS) {
            return Optional.of(OF_THE_HOST);
        }
        Path installed = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(installed)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(installed)) {
            return homes.map(Jdk::of)
                    .filter(jdk -> jdk.version >= FOREIGN_FUNCTIONS)
                    .findFirst();
        }
    }

    private static Jdk of(Path home) {
        Properties release = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        } catch (IOException e) {
            return new Jdk(home, 0);
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return new Jdk(home, Integer.parseInt(version.split("\\D")[0]));
    }

    String java() {
        return home.resolve("bin/java").toString();
    }
}
