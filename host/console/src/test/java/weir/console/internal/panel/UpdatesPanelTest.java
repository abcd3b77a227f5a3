package weir.console.internal.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.console.internal.FakeInstaller;
import weir.console.internal.panel.UpdatesPanel.Updates;
import weir.installer.BundleIdentity;
import weir.installer.PluginOrigin;
import weir.installer.PluginStatus;
import weir.installer.trust.KnownUpdates;
import weir.installer.trust.KnownUpdates.Update;
import weir.isolation.Level;

class UpdatesPanelTest {

    private static final Instant CHECKED = Instant.parse("2026-11-30T07:00:00Z");
    private static final Version ONE = new Version(1, 0, 0);
    private static final Version TWO = new Version(2, 0, 0);

    @TempDir
    Path data;

    private final List<PluginStatus> plugins = new ArrayList<>();

    private Updates updates() {
        return new UpdatesPanel(new Plugins(), data).updates();
    }

    private void install(String bundle, Version version, Optional<String> publisher) {
        plugins.add(new PluginStatus(
                bundle + ".jar",
                Optional.of(new BundleIdentity(bundle, version)),
                PluginStatus.State.INSTALLED,
                "",
                Optional.of(new PluginOrigin(
                        "00".repeat(32), publisher, publisher.map(key -> "alice"), new TreeSet<>(), Level.HOST))));
    }

    @Test
    void pluginsNameTheirVerifiedPublisher() {
        install("my.hold", ONE, Optional.of("5Alice"));
        install("local", ONE, Optional.empty());
        assertEquals(
                List.of("alice 5Alice", "unsigned, local"),
                updates().plugins().stream()
                        .map(UpdatesPanel.PluginRow::publisher)
                        .toList());
        assertEquals(Optional.empty(), updates().checked());
    }

    @Test
    void updateIsListedUntilItIsInstalled() throws IOException {
        install("my.hold", ONE, Optional.of("5Alice"));
        new KnownUpdates(CHECKED, List.of(update("my.hold"), update("uninstalled")), List.of("bob: unreachable"))
                .write(data);
        Updates before = updates();
        assertEquals(
                List.of(new UpdatesPanel.UpdateRow("my.hold", ONE, TWO, "alice 5Alice", "better")), before.available());
        assertEquals(Optional.of(CHECKED), before.checked());
        assertEquals(List.of("bob: unreachable"), before.problems());
        install("my.hold", TWO, Optional.of("5Alice"));
        assertEquals(List.of(), updates().available());
    }

    @Test
    void damagedFileIsAProblemBesideThePlugins() throws IOException {
        install("my.hold", ONE, Optional.empty());
        Files.writeString(data.resolve("updates.json"), "{\"format\": 1, \"updates\": [{\"version\": \"x\"}]}");
        assertEquals(1, updates().plugins().size());
        assertTrue(
                updates().problems().get(0).contains("Run `weir update --check`"),
                updates().toString());
    }

    private static Update update(String bundle) {
        return new Update(bundle, ONE, TWO, "alice", "5Alice", "better");
    }

    private final class Plugins extends FakeInstaller {
        @Override
        public List<PluginStatus> status() {
            return plugins;
        }
    }
}
