package weir.cli.trust;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.cli.share.ShareOptions;
import weir.installer.trust.Trust;
import weir.report.TextTable;

/** {@code weir allow [SHA256]}. */
@Command(
        name = "allow",
        description = {
            "Uses a JAR although a blocklist names it or its publisher has withdrawn it.",
            "Without a hash, lists the allowed JARs."
        },
        sortOptions = false)
public final class AllowCommand implements Runnable {

    @Parameters(arity = "0..1", paramLabel = "SHA256", description = "Hash of the JAR, as `weir strategies` shows it.")
    private String sha256;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why you use it; stored with the permission.")
    private String reason;

    @Option(names = "--remove", description = "Takes the permission back.")
    private boolean remove;

    @Mixin
    private ShareOptions options;

    @Override
    public void run() {
        if (sha256 == null) {
            list();
            return;
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw WeirException.usage(
                    "'" + sha256 + "' is no hash of a JAR", "Give all 64 digits that `weir strategies --json` shows.");
        }
        if (remove) {
            Trust before = options.trustFile().read();
            Trust after = options.trustFile().update("do not allow " + sha256, trust -> trust.withoutAllowed(sha256));
            if (after.equals(before)) {
                throw WeirException.usage(sha256 + " is not allowed", "`weir allow` lists the allowed JARs.");
            }
            options.showDone("removed", sha256, sha256 + " is not allowed any more");
            return;
        }
        if (reason == null || reason.isBlank()) {
            throw WeirException.usage("--reason TEXT is missing", "Say why you use the JAR although it is blocked.");
        }
        options.trustFile()
                .update("allow " + sha256 + ": " + reason, trust -> trust.with(new Trust.Allowed(sha256, reason)));
        options.showDone("allowed", sha256, sha256 + " is allowed; a running host applies this at once");
    }

    private void list() {
        JsonArray allowed = new JsonArray();
        TextTable table = new TextTable("SHA-256", "REASON");
        for (Trust.Allowed each : options.trustFile().read().allowed()) {
            JsonObject json = new JsonObject();
            json.addProperty("sha256", each.sha256());
            json.addProperty("reason", each.reason());
            allowed.add(json);
            table.row(each.sha256(), each.reason());
        }
        options.show(allowed, table::print);
    }
}
