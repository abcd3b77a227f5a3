package weir.itest.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import weir.fixtures.host.WeirCommand;

/** A copy of the assembled installation, for tests that damage it. */
final class InstallationCopy {

    private InstallationCopy() {}

    static void create(Path target) throws IOException {
        Path source = WeirCommand.INSTALLATION;
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** The JAR of a bundle of the host. */
    static Path bundle(Path installation, String name) throws IOException {
        try (Stream<Path> jars = Files.list(installation.resolve("system"))) {
            return jars.filter(jar -> jar.getFileName().toString().matches("\\Q" + name + "\\E-[0-9].*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
