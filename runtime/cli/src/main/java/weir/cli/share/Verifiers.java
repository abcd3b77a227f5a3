package weir.cli.share;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import weir.base.WeirException;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Permission;
import weir.installer.verify.Platform;
import weir.launcher.Assembly;
import weir.protocol.PublicKey;
import weir.share.repository.IndexedBundle;
import weir.share.repository.VerifiedRepository;

/** What the commands that share have in common. */
final class Verifiers {

    private Verifiers() {}

    /** Verifies JARs as the host of this release does. */
    static JarVerifier jars() {
        return new JarVerifier(platform());
    }

    /** What the host of this release exports. */
    static Platform platform() {
        Assembly assembly = Assembly.running();
        try {
            return Platform.in(assembly.folder().resolve("system"));
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot read " + assembly.folder().resolve("system"), "Unpack the release again.", e);
        }
    }

    /** An address on the command line. */
    static PublicKey key(String argument, String ss58) {
        try {
            return PublicKey.ofSs58(ss58);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(argument + ": " + e.getMessage(), "Copy the address of the hotkey, 5….");
        }
    }

    static JsonObject json(VerifiedRepository repository) {
        JsonObject json = new JsonObject();
        json.addProperty("publisher", repository.head().publisher().ss58());
        json.addProperty("repository", repository.head().repository());
        json.addProperty("sequence", repository.head().sequence());
        json.addProperty("published", repository.head().published().toString());
        json.addProperty("expires", repository.head().expires().toString());
        json.addProperty("sha256", repository.headSha256());
        JsonArray bundles = new JsonArray();
        for (IndexedBundle bundle : repository.bundles()) {
            bundles.add(json(bundle));
        }
        json.add("bundles", bundles);
        return json;
    }

    static JsonObject json(IndexedBundle bundle) {
        JsonObject json = new JsonObject();
        json.addProperty("name", bundle.name());
        json.addProperty("version", bundle.version().toString());
        json.addProperty("sha256", bundle.sha256());
        json.addProperty("license", bundle.license());
        json.addProperty("description", bundle.description());
        json.add("strategies", texts(bundle.strategies()));
        json.add("permissions", names(bundle.permissions()));
        return json;
    }

    static JsonArray names(Set<Permission> permissions) {
        return texts(permissions.stream().sorted().map(Permission::id).toList());
    }

    static JsonArray texts(Collection<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
