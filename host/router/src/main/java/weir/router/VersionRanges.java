package weir.router;

import org.osgi.framework.VersionRange;

/** Reads version ranges that a user has typed. */
public final class VersionRanges {

    private VersionRanges() {}

    /**
     * Parses a range. A single version, for example {@code 1.0.1}, is exactly that version; in OSGi it would be that version or any
     * later one.
     *
     * @param text a version, or an OSGi version range such as {@code [1.0,2.0)}
     * @throws IllegalArgumentException with the remedy, if the text is neither
     */
    public static VersionRange parse(String text) {
        try {
            boolean isVersion = !text.isBlank() && "[(".indexOf(text.strip().charAt(0)) < 0;
            return VersionRange.valueOf(isVersion ? "[" + text + "," + text + "]" : text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a version range; write a version, for example 1.2.0, or a range, for example"
                            + " \"[1.0,2.0)\"",
                    e);
        }
    }
}
