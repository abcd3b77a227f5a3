package weir.console.internal.panel;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;
import weir.base.WeirException;
import weir.installer.BundleIdentity;
import weir.installer.Installer;
import weir.installer.PluginOrigin;
import weir.installer.PluginStatus;
import weir.installer.trust.KnownUpdates;
import weir.installer.trust.KnownUpdates.Update;

/** The panel about installed JARs and about what their publishers have published since. For one thread. */
final class UpdatesPanel {

    private final Installer installer;
    private final Path data;

    UpdatesPanel(Installer installer, Path data) {
        this.installer = installer;
        this.data = data;
    }

    /**
     * @param publisher alias and address of the key that has signed the installed JAR, or {@code unsigned, local}
     * @param message what is wrong, also that the version is withdrawn or blocked; empty if nothing
     */
    record PluginRow(String file, String bundle, PluginStatus.State state, String publisher, String message) {}

    /** @param publisher alias and address */
    record UpdateRow(String bundle, Version installed, Version version, String publisher, String description) {}

    /** @param checked time of the last {@code weir update --check} */
    record Updates(
            List<PluginRow> plugins,
            List<UpdateRow> available,
            Optional<Instant> checked,
            List<String> problems,
            List<String> leaks) {}

    Updates updates() {
        List<PluginStatus> plugins = installer.status();
        List<String> problems = new ArrayList<>(installer.problems());
        Optional<KnownUpdates> known = Optional.empty();
        try {
            known = KnownUpdates.read(data);
        } catch (WeirException e) {
            problems.add(e.problem() + ". " + e.remedy());
        }
        known.ifPresent(check -> problems.addAll(check.problems()));
        return new Updates(
                plugins.stream().map(UpdatesPanel::row).toList(),
                known.stream()
                        .flatMap(check -> check.updates().stream())
                        .filter(update -> isNewer(update, plugins))
                        .map(UpdatesPanel::row)
                        .toList(),
                known.map(KnownUpdates::checked),
                problems,
                installer.classUnloading().leaks());
    }

    /** Whether the bundle is still installed, and only in older versions. */
    private static boolean isNewer(Update update, List<PluginStatus> plugins) {
        List<Version> installed = plugins.stream()
                .flatMap(plugin -> plugin.bundle().stream())
                .filter(bundle -> bundle.name().equals(update.bundle()))
                .map(BundleIdentity::version)
                .toList();
        return !installed.isEmpty() && installed.stream().allMatch(each -> each.compareTo(update.version()) < 0);
    }

    private static PluginRow row(PluginStatus plugin) {
        return new PluginRow(
                plugin.file(),
                plugin.bundle().map(Object::toString).orElse(""),
                plugin.state(),
                plugin.origin().map(PluginOrigin::source).orElse(""),
                plugin.message());
    }

    private static UpdateRow row(Update update) {
        return new UpdateRow(
                update.bundle(),
                update.installed(),
                update.version(),
                update.alias() + " " + update.publisher(),
                update.description());
    }
}
