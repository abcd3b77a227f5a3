package weir.installer.trust;

import java.util.Optional;

/**
 * A bundle that its publisher has withdrawn. Immutable.
 *
 * @param bundle hash of the JAR
 * @param severity what the host does with it
 * @param reason one line for its users
 * @param instead version that replaces it
 * @param isIndexed whether the index of the same repository has the bundle, so that it is proven that the publisher has published it
 */
public record Yank(String bundle, Severity severity, String reason, Optional<String> instead, boolean isIndexed) {

    /** A withdrawal as its publisher states it, not compared with an index. */
    public Yank(String bundle, Severity severity, String reason, Optional<String> instead) {
        this(bundle, severity, reason, instead, false);
    }

    /** A copy that states whether the index has the bundle. */
    public Yank withIndexed(boolean indexed) {
        return new Yank(bundle, severity, reason, instead, indexed);
    }
}
