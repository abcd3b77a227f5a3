package weir.cli.publish;

import java.util.Optional;
import org.osgi.framework.VersionRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.cli.share.Verifiers;
import weir.installer.trust.Blocklist;
import weir.share.list.BlocklistFile;

/** {@code weir blocklist create} and {@code weir blocklist entry}: for keepers. */
public final class KeeperCommands {

    private KeeperCommands() {}

    /** {@code weir blocklist create}. */
    @Command(
            name = "create",
            description = "Creates a blocklist, a directory for any web server; renews an existing one.",
            sortOptions = false)
    public static final class Create implements Runnable {

        @Mixin
        private KeeperOptions options;

        @Option(names = "--name", paramLabel = "NAME", description = "Name: lower-case letters, digits, dashes.")
        private String name;

        @Option(
                names = "--keeper",
                paramLabel = "SS58",
                description = "Hotkey that signs. Take one that does not mine.")
        private String keeper;

        @Override
        public void run() {
            if (name != null && !BlocklistFile.isName(name)) {
                throw WeirException.usage(
                        "--name '" + name + "' is no name of a list", "Use lower-case letters, digits and dashes.");
            }
            options.write((writer, validity, signer) -> writer.create(
                    Optional.ofNullable(name),
                    Optional.ofNullable(keeper).map(text -> Verifiers.key("--keeper", text)),
                    validity,
                    signer));
        }
    }

    /** {@code weir blocklist entry}. */
    @Command(
            name = "entry",
            description = {
                "Adds an entry to a blocklist, replaces the one with the same id, or removes it.",
                "An entry names one JAR by its hash, or versions of a publisher's bundle."
            },
            sortOptions = false)
    public static final class Edit implements Runnable {

        @Mixin
        private KeeperOptions options;

        @Option(names = "--id", required = true, paramLabel = "ID", description = "Name of the entry.")
        private String id;

        @Option(names = "--sha256", paramLabel = "HASH", description = "Hash of the JAR.")
        private String sha256;

        @Option(names = "--publisher", paramLabel = "SS58", description = "Publisher of the bundle.")
        private String publisher;

        @Option(names = "--bundle", paramLabel = "NAME", description = "Name of the publisher's bundle.")
        private String bundle;

        @Option(names = "--versions", paramLabel = "RANGE", description = "Its versions, for example \"[1.0,1.2)\".")
        private String versions;

        @Option(names = "--action", paramLabel = "warn|hold|stop", description = "What hosts do.")
        private String action;

        @Option(names = "--reason", paramLabel = "TEXT", description = "One line for operators.")
        private String reason;

        @Option(names = "--url", paramLabel = "URL", description = "Page with details.")
        private String url;

        @Option(names = "--remove", description = "Removes the entry.")
        private boolean remove;

        @Override
        public void run() {
            options.write((writer, validity, signer) ->
                    remove ? writer.remove(id, validity, signer) : writer.add(entry(), validity, signer));
        }

        private Blocklist.Entry entry() {
            if (action == null || reason == null) {
                throw WeirException.usage("--action and --reason are needed", "Give both, or --remove.");
            }
            return new Blocklist.Entry(id, match(), YankCommand.severity(action), reason, Optional.ofNullable(url));
        }

        private Blocklist.Match match() {
            boolean isByName = publisher != null && bundle != null && versions != null;
            if (sha256 != null && publisher == null && bundle == null && versions == null) {
                return new Blocklist.Content(sha256);
            }
            if (sha256 != null || !isByName) {
                throw WeirException.usage(
                        "an entry needs --sha256, or --publisher, --bundle and --versions",
                        "A name without its publisher cannot be blocked, because anyone can use any name.");
            }
            try {
                return new Blocklist.Versions(
                        Verifiers.key("--publisher", publisher).ss58(), bundle, new VersionRange(versions));
            } catch (IllegalArgumentException e) {
                throw WeirException.usage(
                        "--versions '" + versions + "' is no range", "Give \"[1.0,1.2)\", for example.");
            }
        }
    }
}
