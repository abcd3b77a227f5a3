package weir.cli.share;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Permissions;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.VerifiedPlugin;
import weir.report.TextTable;
import weir.share.repository.RepositoryVerification;
import weir.share.repository.VerifiedRepository;

/** {@code weir verify FILE|DIRECTORY}. */
@Command(
        name = "verify",
        description = {
            "Verifies a strategy's JAR and its permissions, or the signatures, hashes and JARs of a repository.",
            "The exit code is 1 if something is wrong."
        },
        sortOptions = false)
public final class VerifyCommand implements Runnable {

    @Parameters(paramLabel = "FILE|DIRECTORY", description = "A JAR, or the directory of a repository.")
    private Path path;

    @Option(
            names = "--publisher",
            paramLabel = "SS58",
            description = "Key that must have signed the repository. Without it, any key is accepted and shown.")
    private String publisher;

    @Option(names = "--json", description = "Shows the result as JSON.")
    private boolean json;

    @Override
    public void run() {
        if (Files.isDirectory(path)) {
            verifyRepository();
        } else if (Files.exists(path)) {
            verifyJar();
        } else {
            throw WeirException.usage(path + " does not exist", "Name a JAR, or the directory of a repository.");
        }
    }

    private void verifyRepository() {
        VerifiedRepository repository = RepositoryVerification.verify(
                path, Optional.ofNullable(publisher).map(text -> Verifiers.key("--publisher", text)), Verifiers.jars());
        if (json) {
            System.out.println(Verifiers.json(repository));
            return;
        }
        System.out.println("repository " + repository.head().repository() + ", sequence "
                + repository.head().sequence() + ", signed by "
                + repository.head().publisher());
        Instant expires = repository.head().expires();
        System.out.println((expires.isBefore(Instant.now()) ? "EXPIRED    " : "expires    ") + expires);
        TextTable table = new TextTable("BUNDLE", "VERSION", "STRATEGIES", "PERMISSIONS", "LICENSE", "SHA-256");
        repository
                .bundles()
                .forEach(bundle -> table.row(
                        bundle.name(),
                        bundle.version().toString(),
                        String.join(", ", bundle.strategies()),
                        Permissions.names(bundle.permissions()),
                        bundle.license(),
                        bundle.sha256()));
        table.print();
    }

    private void verifyJar() {
        try {
            JarVerifier verifier = Verifiers.jars();
            VerifiedPlugin plugin = verifier.verify(path);
            Permissions permissions = plugin.permissions();
            if (json) {
                JsonObject result = new JsonObject();
                result.addProperty("name", plugin.identity().name());
                result.addProperty("version", plugin.identity().version().toString());
                result.add("strategies", Verifiers.texts(plugin.strategies()));
                result.add("declared", Verifiers.names(permissions.declared()));
                result.add("found", Verifiers.names(permissions.found().keySet()));
                result.add("undeclared", Verifiers.names(permissions.undeclared()));
                System.out.println(result);
            } else {
                System.out.println("bundle     " + plugin.identity());
                System.out.println("strategies " + String.join(", ", plugin.strategies()));
                System.out.println("declares   " + Permissions.names(permissions.declared()));
                System.out.println(
                        "uses       " + Permissions.names(permissions.found().keySet()));
                permissions
                        .found()
                        .forEach((permission, use) -> System.out.println("  " + permission.id() + ": " + use));
            }
            if (!permissions.undeclared().isEmpty()) {
                throw WeirException.failed(
                        path + " uses permissions that it does not declare: "
                                + Permissions.names(permissions.undeclared()),
                        "Declare them with weir.permission, see docs/share.md.");
            }
        } catch (PluginRejectedException e) {
            throw WeirException.failed(path + ": " + e.problem(), "Correct it: " + e.remedy() + ".");
        }
    }
}
