package weir.installer.internal.policy;

import java.util.List;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;

/** Headers of manifests that list clauses, such as {@code Import-Package}. */
public final class ManifestHeader {

    private ManifestHeader() {}

    /**
     * The clauses of a header; none if it is missing.
     *
     * @throws IllegalArgumentException if the header is malformed
     */
    public static List<Clause> clauses(String header) {
        return header == null || header.isBlank() ? List.of() : List.of(Parser.parseHeader(header));
    }
}
