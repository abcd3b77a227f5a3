package weir.cli.share;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;
import weir.installer.verify.Permission;
import weir.installer.verify.Platform;
import weir.launcher.Home;
import weir.share.fetch.SharedBundle;
import weir.share.fetch.SharedBundle.Wanted;

/** Options of {@code weir install NAME@RANGE}. */
public final class SharedInstallation {

    @Option(names = "--from", paramLabel = "ALIAS", description = "Publisher of a NAME; needed if several have it.")
    private String from;

    @Option(
            names = "--accept",
            split = ",",
            paramLabel = "PERMISSION",
            description = "Permissions that a new version may have in addition to those of the installed one.")
    private List<String> accept = List.of();

    @Option(names = "--stale", description = "Accepts a repository that has expired.")
    private boolean stale;

    /**
     * Chooses a bundle, shows it in one line, fetches and verifies it, and passes it to the host.
     *
     * @param strategies the host's answer to {@code GET /strategies}
     * @param host installs a JAR and returns the host's answer
     */
    public JsonElement install(String text, Home home, JsonElement strategies, Function<byte[], JsonElement> host)
            throws IOException {
        Platform platform = Verifiers.platform();
        SharedBundle chosen = SharedBundle.choose(
                ShareOptions.known(home),
                Wanted.parse(text, Optional.ofNullable(from), stale),
                platform.exported(),
                Clock.systemUTC().instant());
        ProvenanceFiles files = new ProvenanceFiles(home.data());
        Set<String> installed = installed(strategies);
        List<Provenance> provenances = files.read().stream()
                .filter(provenance -> installed.contains(provenance.bundle()))
                .toList();
        chosen.requireAccepted(provenances, accepted());
        System.err.println("installing " + chosen.describe());
        byte[] jar = chosen.read(Verifiers.jars());
        // Before the installation: an installed JAR without provenance would count as one of the operator's own.
        files.write(chosen.provenance(Clock.systemUTC().instant()));
        return host.apply(jar);
    }

    private Set<Permission> accepted() {
        Set<Permission> accepted = EnumSet.noneOf(Permission.class);
        for (String name : accept) {
            accepted.add(Permission.of(name)
                    .orElseThrow(() -> WeirException.usage(
                            "--accept " + name + " is no permission", "docs/share.md lists the permissions.")));
        }
        return accepted;
    }

    /** Name and version of each installed bundle. */
    private static Set<String> installed(JsonElement strategies) {
        Set<String> installed = new HashSet<>();
        for (JsonElement each : strategies.getAsJsonObject().getAsJsonArray("strategies")) {
            JsonObject plugin = each.getAsJsonObject();
            if (plugin.has("name") && plugin.has("version")) {
                installed.add(plugin.get("name").getAsString() + " "
                        + plugin.get("version").getAsString());
            }
        }
        return installed;
    }
}
