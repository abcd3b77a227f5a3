package weir.launcher.internal.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The subnet's variable {@value #VARIABLE}: a JSON list of addresses, of which only the first counts. */
public final class VaultList {

    public static final String VARIABLE = "MINER_VAULT_ADDRESSES";

    private static final Pattern LIST =
            Pattern.compile("\\s*\\[\\s*(?:\"([^\"\\\\]+)\"\\s*(?:,\\s*\"[^\"\\\\]*\"\\s*)*)?\\]\\s*");

    private VaultList() {}

    /** Returns the first address of a list; empty for an empty list; other texts as they are, so that the check of the setting rejects them. */
    public static String first(String text) {
        Matcher list = LIST.matcher(text);
        if (!list.matches()) {
            return text;
        }
        return list.group(1) == null ? "" : list.group(1);
    }
}
