package weir.cli.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weir.base.Secrets;
import weir.base.WeirException;
import weir.cli.update.SharedInstallation;

/** Commands for the strategies of a running host. */
public final class StrategyCommands {

    private StrategyCommands() {}

    /** {@code weir strategies}. */
    @Command(
            name = "strategies",
            description =
                    "Lists the installed strategies: bundle, version, strategy names (for routes), served routes.",
            sortOptions = false)
    public static final class Show implements Runnable {

        private static final String[] HEADING = {
            "BUNDLE", "VERSION", "STRATEGY", "STATE", "SERVES", "FILE", "FROM", "ISOLATION", "PERMISSIONS", "SHA-256"
        };
        private static final String[] FIELDS = {
            "name", "version", "strategies", "state", "routes", "file", "from", "isolation", "permissions", "sha256"
        };

        @Mixin
        private HostOptions options;

        @Override
        public void run() {
            options.show(options.host().get("strategies"), answer -> {
                JsonObject json = answer.getAsJsonObject();
                Iterable<JsonElement> strategies = json.getAsJsonArray("strategies");
                AnswerText.table(strategies, HEADING, FIELDS, "file", "message", json.getAsJsonArray("problems"));
                AnswerText.printUnloading(json);
            });
        }
    }

    /** {@code weir install FILE|URL|NAME@RANGE}. */
    @Command(
            name = "install",
            description = {
                "Installs a strategy's JAR in the running host without losing a query.",
                "A newer version takes over the routes whose range allows it. This command, not the host, downloads a URL.",
                "NAME@RANGE is a bundle of a trusted publisher, see `weir search`: its newest version in the range."
            },
            sortOptions = false)
    public static final class Install implements Callable<Integer> {

        @Mixin
        private HostOptions options;

        @Parameters(
                paramLabel = "FILE|URL|NAME@RANGE",
                description = {
                    "JAR, or its https:// or http:// URL (at most 64 MiB, 60 s), or a name with a version or a range:",
                    "my.strategy, my.strategy@1.0.0, \"my.strategy@[1.0,2.0)\"."
                })
        private String source;

        @Mixin
        private SharedInstallation shared;

        @Override
        public Integer call() throws IOException {
            AdminClient host = options.host();
            JsonElement installed = isName()
                    ? shared.install(
                            source, options.home(), jar -> host.post(BodyPublishers.ofByteArray(jar), "strategies"))
                    : host.post(jar(), "strategies");
            options.show(installed, answer -> {
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

        private boolean isName() {
            return source.matches("[A-Za-z0-9_.-]+(@.*)?")
                    && !source.toLowerCase(Locale.ROOT).endsWith(".jar")
                    && !Files.exists(Path.of(source));
        }

        private BodyPublisher jar() throws FileNotFoundException {
            if (source.matches("(?i)[a-z][a-z0-9+.-]*://.*")) {
                return BodyPublishers.ofByteArray(Download.of(source));
            }
            Path file = Path.of(source);
            if (!Files.isRegularFile(file)) {
                throw WeirException.usage(
                        Secrets.mask(source) + (Files.exists(file) ? " is not a file" : " does not exist"),
                        "Name a strategy's JAR, for example target/my-strategy-1.0.0.jar.");
            }
            return BodyPublishers.ofFile(file);
        }
    }

    /** {@code weir uninstall NAME VERSION}. */
    @Command(
            name = "uninstall",
            description = "Uninstalls a version of a strategy, after the queries in progress.",
            sortOptions = false)
    public static final class Uninstall implements Runnable {

        @Mixin
        private HostOptions options;

        @Parameters(index = "0", paramLabel = "NAME", description = "Bundle, as in `weir strategies`.")
        private String name;

        @Parameters(index = "1", paramLabel = "VERSION", description = "Its version, for example 1.0.0.")
        private String version;

        @Override
        public void run() {
            options.show(options.host().post("strategies", name, version, "uninstall"), answer -> {
                System.out.println("uninstalled " + AnswerText.cell(answer, "uninstalled"));
                AnswerText.printUnloading(answer);
                String unserved = AnswerText.cell(answer, "unserved");
                if (!unserved.equals("-")) {
                    System.out.println(
                            "No strategy serves " + unserved + " now: the current positions are kept. Install a"
                                    + " version in the route's range, or pin the route to another strategy.");
                }
            });
        }
    }
}
