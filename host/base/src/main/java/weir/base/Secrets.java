package weir.base;

import java.util.regex.Pattern;

/**
 * Masks secrets in values that a user wrote, so that messages, logs and bug reports can show them. Masks too much rather than
 * too little. Stateless.
 */
public final class Secrets {

    private static final String MASK = "…";

    /** Everything up to the last {@code @}: a password may contain {@code @}, {@code /} and blanks. */
    private static final Pattern CREDENTIALS_IN_URL = Pattern.compile("://.*@", Pattern.DOTALL);

    /** {@code user:password@host} without a scheme. */
    private static final Pattern CREDENTIALS = Pattern.compile("[^\\s/:@'\"]+:[^\\s/]\\S*@");

    private static final Pattern NAMED_SECRET = Pattern.compile(
            "(?i)([\\w.-]*(?:pass|password|passwd|passphrase|pwd|secret|token|key|credentials?|signature|sig)\\s*=\\s*)"
                    + "('(?:[^'\\\\]|\\\\.)*'?|\"(?:[^\"\\\\]|\\\\.)*\"?|[^\\s&;,'\"]*)");

    private Secrets() {}

    /**
     * Replaces the user name and password of an address, and the values of options such as {@code password} and
     * {@code token}, by {@code …}.
     */
    public static String mask(String text) {
        String masked = CREDENTIALS_IN_URL.matcher(text).replaceAll("://" + MASK + "@");
        masked = CREDENTIALS.matcher(masked).replaceAll(MASK + "@");
        return NAMED_SECRET.matcher(masked).replaceAll("$1" + MASK);
    }
}
