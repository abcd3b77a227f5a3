package weir.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import weir.installer.trust.Isolation;
import weir.installer.trust.ProvenanceFiles;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.isolation.Placement;

/** Where JARs run, as the host decides it: by who has signed them, and by the level that the operator has chosen for the publisher. */
@FunctionalInterface
public interface PlacementRules {

    /** All JARs run in this process. For JARs that ship with Weir. */
    PlacementRules HOST = (sha256, isPure) -> Placement.HOST;

    /**
     * Where a JAR runs.
     *
     * @param sha256 hash of the JAR in hexadecimal digits
     * @param isPure whether it declares and uses no permission
     */
    Placement placement(String sha256, boolean isPure);

    /**
     * The rules of a home, as they are now.
     *
     * @param conf directory of {@code trust.json}
     * @param data directory of the provenance files
     * @throws weir.base.WeirException if {@code trust.json} is damaged
     */
    static PlacementRules of(Path conf, Path data) {
        Trust trust = trust(conf, data);
        ProvenanceFiles provenance = new ProvenanceFiles(data);
        return (sha256, isPure) -> Isolation.placement(trust, provenance.publisher(sha256), isPure);
    }

    /**
     * The rules of a home for JARs of one publisher that are not installed.
     *
     * @param signer address of the hotkey that has signed them
     */
    static PlacementRules ofSigner(Path conf, Path data, String signer) {
        Trust trust = trust(conf, data);
        return (sha256, isPure) -> Isolation.placement(trust, Optional.of(signer), isPure);
    }

    private static Trust trust(Path conf, Path data) {
        return new TrustFile(conf, data, InstantSource.system()).read();
    }
}
