package weir.share.fetch;

import weir.base.WeirException;
import weir.installer.trust.Trust;

/** The operator's names for publishers. The address identifies a publisher; the alias is for people. */
public final class Alias {

    private Alias() {}

    /**
     * Requires that an alias can be given to a publisher.
     *
     * @throws WeirException if it has other characters than lower-case letters, digits and dashes, or looks like that of another publisher
     */
    public static String require(Trust trust, String alias, String ss58) {
        if (!alias.matches("[a-z][a-z0-9-]{0,31}")) {
            throw WeirException.usage(
                    "the alias '" + alias + "' is not valid",
                    "Use lower-case ASCII letters, digits and dashes, beginning with a letter.");
        }
        for (Trust.Publisher other : trust.publishers()) {
            if (!other.ss58().equals(ss58) && skeleton(other.alias()).equals(skeleton(alias))) {
                throw WeirException.usage(
                        "the alias '" + alias + "' looks like '" + other.alias() + "', which is " + other.ss58(),
                        "Choose another alias. If the two should be the same publisher, compare the addresses.");
            }
        }
        return alias;
    }

    /** Equal for texts that look alike. */
    private static String skeleton(String alias) {
        return alias.replace("-", "")
                .replace('0', 'o')
                .replaceAll("[1i]", "l")
                .replace("rn", "m")
                .replace("vv", "w");
    }
}
