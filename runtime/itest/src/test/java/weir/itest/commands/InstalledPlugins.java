package weir.itest.commands;

import java.nio.file.Path;
import weir.cli.CommandRunner;
import weir.fixtures.host.ChildHost;

/** The plugins of a running host. A host serves as soon as the strategies of its routes run; it installs other plugins later. */
final class InstalledPlugins {

    private InstalledPlugins() {}

    /** Waits until a bundle is installed. */
    static void await(ChildHost host, Path home, String bundle) {
        host.await(bundle + " is installed", () -> CommandRunner.run(home, "strategies")
                .out()
                .lines()
                .anyMatch(line -> line.contains(bundle) && line.contains("installed")));
    }
}
