package weir.cli.admin;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;

/** {@code weir install FILE|URL}: a strategy into the running host. */
@Command(
        name = "install",
        description = {
            "Installs a strategy's JAR into the running host, and no query is lost.",
            "A newer version takes over the routes whose range allows it. A URL is fetched here, by this command, never by the host."
        },
        sortOptions = false)
public final class InstallCommand implements Callable<Integer> {

    @Mixin
    private HostOptions options;

    @Parameters(
            paramLabel = "FILE|URL",
            description = "JAR, or its https:// or http:// address (at most 64 MiB, 60 s).")
    private String source;

    @Override
    public Integer call() throws FileNotFoundException {
        AdminClient host = options.host();
        if (source.matches("(?i)[a-z][a-z0-9+.-]*://.*")) {
            return install(host, BodyPublishers.ofByteArray(Download.of(source)));
        }
        Path file = Path.of(source);
        if (!Files.isRegularFile(file)) {
            throw WeirException.usage(
                    "there is no file " + source, "Name a strategy's JAR, for example target/my-strategy-1.0.0.jar.");
        }
        return install(host, BodyPublishers.ofFile(file));
    }

    private int install(AdminClient host, BodyPublisher jar) {
        return options.show(host.post(jar, "strategies"), answer -> {
            System.out.println("installed " + Answer.cell(answer, "name") + " " + Answer.cell(answer, "version"));
            System.out.println("strategy  " + Answer.cell(answer, "strategies"));
            System.out.println("serves    " + Answer.cell(answer, "routes"));
            if (!Answer.cell(answer, "message").isEmpty()) {
                System.out.println(Answer.cell(answer, "message"));
            }
        });
    }
}
