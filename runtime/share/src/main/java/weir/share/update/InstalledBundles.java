package weir.share.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.installer.BundleIdentity;
import weir.installer.trust.Block;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;
import weir.installer.trust.Trust;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.PluginEntries;
import weir.installer.verify.PluginRejectedException;

/** The JARs of the plugins directory, and from which publisher they are. Needs no running host. */
public final class InstalledBundles {

    private InstalledBundles() {}

    /**
     * A JAR of the plugins directory.
     *
     * @param file the JAR
     * @param sha256 hash of its content
     * @param provenance from where it was installed; empty if the operator has copied it
     */
    public record InstalledJar(Path file, String sha256, Optional<Provenance> provenance) {}

    /** The JARs of a plugins directory; none if it does not exist. */
    public static List<InstalledJar> list(Path plugins, ProvenanceFiles provenance) {
        List<InstalledJar> jars = new ArrayList<>();
        try {
            List<Provenance> known = provenance.read();
            for (Path file : Files.isDirectory(plugins) ? PluginEntries.list(plugins) : List.<Path>of()) {
                if (Files.isRegularFile(file)) {
                    String hash = Sha256.of(Files.readAllBytes(file));
                    jars.add(new InstalledJar(
                            file,
                            hash,
                            known.stream()
                                    .filter(each -> each.sha256().equals(hash))
                                    .findFirst()));
                }
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + plugins, "Check its permissions.", e);
        }
        return jars;
    }

    /** The provenance of the JARs that are from publishers. */
    public static List<Provenance> shared(Path plugins, ProvenanceFiles provenance) {
        return list(plugins, provenance).stream()
                .flatMap(jar -> jar.provenance().stream())
                .toList();
    }

    /**
     * A JAR that a blocklist or its publisher names.
     *
     * @param bundle name and version; the name of the file if it is no bundle
     * @param sha256 hash of its content
     * @param block why it is blocked
     */
    public record BlockedJar(String bundle, String sha256, Block block) {}

    /** The JARs that the operator should know about, also those that the operator has copied. */
    public static List<BlockedJar> blocked(Path plugins, ProvenanceFiles provenance, Trust trust) {
        List<BlockedJar> blocked = new ArrayList<>();
        for (InstalledJar jar : list(plugins, provenance)) {
            BundleIdentity identity = identity(jar.file());
            Block.of(
                            trust,
                            jar.sha256(),
                            identity.name(),
                            identity.version(),
                            jar.provenance().map(Provenance::ss58))
                    .ifPresent(block -> blocked.add(new BlockedJar(identity.toString(), jar.sha256(), block)));
        }
        return blocked;
    }

    private static BundleIdentity identity(Path file) {
        try {
            return JarVerifier.identity(file);
        } catch (PluginRejectedException e) {
            return new BundleIdentity(file.getFileName().toString(), Version.emptyVersion);
        }
    }
}
