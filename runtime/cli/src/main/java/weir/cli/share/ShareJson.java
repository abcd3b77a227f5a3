package weir.cli.share;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.Set;
import weir.installer.trust.Blocklist;
import weir.installer.verify.Permission;
import weir.share.repository.IndexedBundle;
import weir.share.repository.VerifiedRepository;

/** JSON output that several commands have in common. */
public final class ShareJson {

    private static final Gson GSON = new Gson();

    private ShareJson() {}

    /** The state of a blocklist, with its entries as its file has them. */
    public static JsonObject json(Blocklist list) {
        JsonObject json = new JsonObject();
        json.addProperty("list", list.name());
        json.addProperty("url", list.url());
        json.addProperty("keeper", list.keeper());
        json.addProperty("sequence", list.sequence());
        json.addProperty("expires", list.expires().toString());
        json.add(
                "entries",
                GSON.toJsonTree(
                        list.entries().stream().map(Blocklist.Entry::members).toList()));
        return json;
    }

    public static JsonObject json(VerifiedRepository repository) {
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

    public static JsonObject json(IndexedBundle bundle) {
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

    public static JsonArray names(Set<Permission> permissions) {
        return texts(permissions.stream().sorted().map(Permission::id).toList());
    }

    public static JsonArray texts(Collection<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
