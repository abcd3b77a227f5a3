package weir.base;

import java.util.regex.Pattern;

/**
 * Masks secrets in values that a user wrote, so that messages, logs and bug reports can show them. Masks too much rather than
 * too little. Stateless.
 */
public final class Secrets {

    private static final String MASK = "…";

    private static final String PASSWORD = "(?:pass|password|passwd|passphrase|pwd|secret)";
    private static final String NAME = "[\\w.-]*(?:" + PASSWORD + "|token|key|credentials?|signature|sig)";

    /** A value in quotes, whose end may be missing. Possessive, because long values must not overflow the stack. */
    private static final String QUOTED = "'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'?|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"?";

    /** Help texts and remedies name the parts of an address and of an option; they are no secrets. */
    private static final String NO_EXAMPLE = "(?!user:password@)";

    /** Everything up to the last {@code @}: a password may contain {@code @}, {@code /} and blanks. */
    private static final Pattern CREDENTIALS_IN_URL = Pattern.compile("://" + NO_EXAMPLE + ".*@", Pattern.DOTALL);

    /** {@code user:password@host} without a scheme. */
    private static final Pattern CREDENTIALS =
            Pattern.compile("(?<![^\\s/:@'\"])" + NO_EXAMPLE + "[^\\s/:@'\"]+:[^\\s/].*@");

    /** {@code scheme://user:password} without a host; a number is a port. */
    private static final Pattern CREDENTIALS_WITHOUT_HOST =
            Pattern.compile("(?i)(://[^\\s/:@\\[]+:)(?!\\d{1,5}(?!\\w)|port\\b|password@)\\S+");

    /** In the query of an address; the value ends at the next parameter. */
    private static final Pattern SECRET_PARAMETER = Pattern.compile("(?i)([?&]" + NAME + "\\s*=\\s*)[^\\s&]*");

    /** {@code password=value}; a value without quotes ends at a blank that is not escaped. */
    private static final Pattern SECRET_OPTION = Pattern.compile("(?i)(?<![\\w.?&-])(" + NAME
            + "\\s*=\\s*)(?!value\\b)(" + QUOTED + "|[^\\s\\\\]*+(?:\\\\.[^\\s\\\\]*+)*+)");

    /** {@code "token": "value"} in JSON, and {@code password: value} in YAML. */
    private static final Pattern SECRET_FIELD = Pattern.compile("(?i)([\"']" + NAME
            + "[\"']\\s*:\\s*|(?<![\\w.-])[\\w.-]*" + PASSWORD + "\\s*:\\s*)(" + QUOTED + "|[^\\s,}]*)");

    private Secrets() {}

    /**
     * Replaces the user name and password of an address, and the values of options such as {@code password} and
     * {@code token}, by {@code …}.
     */
    public static String mask(String text) {
        String masked = CREDENTIALS_IN_URL.matcher(text).replaceAll("://" + MASK + "@");
        masked = CREDENTIALS.matcher(masked).replaceAll(MASK + "@");
        masked = CREDENTIALS_WITHOUT_HOST.matcher(masked).replaceAll("$1" + MASK);
        masked = SECRET_PARAMETER.matcher(masked).replaceAll("$1" + MASK);
        masked = SECRET_OPTION.matcher(masked).replaceAll("$1" + MASK);
        return SECRET_FIELD.matcher(masked).replaceAll("$1" + MASK);
    }
}
