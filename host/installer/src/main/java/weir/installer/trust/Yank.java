package weir.installer.trust;

import java.util.Optional;

/**
 * A bundle that its publisher has withdrawn. Immutable.
 *
 * @param bundle hash of the JAR
 * @param severity what the host does with it
 * @param reason one line for its users
 * @param instead version that replaces it
 */
public record Yank(String bundle, Severity severity, String reason, Optional<String> instead) {}
