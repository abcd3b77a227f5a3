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

/** {@code weir install FILE|URL}. */
@Command(
        name = "install",
        description = {
            "Installs a strategy's JAR in the running host without losing a query.",
            "A newer version takes over the routes whose range allows it. This command, not the host, downloads a URL."
        },
        sortOptions = false)
public final class InstallCommand implements Callable<Integer> {

    @Mixin
    private HostOptions options;

    @Parameters(paramLabel = "FILE|URL", description = "JAR, or its https:// or http:// URL (at most 64 MiB, 60 s).")
    private String source;

    @Override
    public Integer call() throws FileNotFoundException {
        AdminClient host = options.host();
        options.show(host.post(jar(), "strategies"), answer -> {
            System.out.println(
                    "installed " + AnswerText.cell(answer, "name") + " " + AnswerText.cell(answer, "version"));
            System.out.println("strategy  " + AnswerText.cell(answer, "strategies"));
            System.out.println("serves    " + AnswerText.cell(answer, "routes"));
            if (!AnswerText.cell(answer, "message").isEmpty()) {
                System.out.println(AnswerText.cell(answer, "message"));
            }
        });
        return 0;
    }

    private BodyPublisher jar() throws FileNotFoundException {
        if (source.matches("(?i)[a-z][a-z0-9+.-]*://.*")) {
            return BodyPublishers.ofByteArray(Download.of(source));
        }
        Path file = Path.of(source);
        if (!Files.isRegularFile(file)) {
            throw WeirException.usage(
                    "the file " + source + " does not exist",
                    "Name a strategy's JAR, for example target/my-strategy-1.0.0.jar.");
        }
        return BodyPublishers.ofFile(file);
    }
}
