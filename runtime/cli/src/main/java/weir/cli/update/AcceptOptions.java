package weir.cli.update;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.installer.verify.Permission;

/** Options of the commands that install from repositories: what is accepted nevertheless. */
final class AcceptOptions {

    @Option(
            names = "--accept",
            split = ",",
            paramLabel = "PERMISSION",
            description = "Permissions that a new version may have in addition to those of the installed one.")
    private List<String> accept = List.of();

    @Option(names = "--stale", description = "Accepts a repository that has expired.")
    private boolean stale;

    boolean isStale() {
        return stale;
    }

    Set<Permission> permissions() {
        Set<Permission> accepted = EnumSet.noneOf(Permission.class);
        for (String name : accept) {
            accepted.add(Permission.of(name)
                    .orElseThrow(() -> WeirException.usage(
                            "--accept " + name + " is no permission", "docs/share.md lists the permissions.")));
        }
        return accepted;
    }
}
