package weir.launcher.internal.settings;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import weir.protocol.Ss58;

/** What may stand as the value of a setting. An unset (empty) value is never checked. */
public enum ValueCheck {
    TEXT(
            "must be one word without / or control characters",
            Pattern.compile("[^/\\\\\\p{Cntrl}]+").asMatchPredicate()),
    PATH("must be a path", value -> value.indexOf('\0') < 0),
    PORT("must be a port between 1 and 65535", value -> between(value, 1, 65_535)),
    PORT_OR_ANY("must be a port between 1 and 65535, or 0 for any free one", value -> between(value, 0, 65_535)),
    WORKERS("must be a number between 1 and 128", value -> between(value, 1, 128)),
    NETUID("must be a number between 0 and 65535", value -> between(value, 0, 65_535)),
    // Literal addresses only: a name would make the start wait for DNS.
    ADDRESS("must be an IPv4 or IPv6 address, for example 0.0.0.0", ValueCheck::isAddress),
    SS58(
            "must be an ss58 address: 48 characters that begin with 5",
            Pattern.compile("5[1-9A-HJ-NP-Za-km-z]{47}").asMatchPredicate()),
    SS58_LIST(
            "must be ss58 addresses with commas between them",
            Pattern.compile("5[1-9A-HJ-NP-Za-km-z]{47}(\\s*,\\s*5[1-9A-HJ-NP-Za-km-z]{47})*")
                    .asMatchPredicate()) {
        /** To deny an address that nobody has would deny nobody, without a word. */
        @Override
        public String complaint(String value) {
            String shape = super.complaint(value);
            return shape == null ? mistyped(value) : shape;
        }
    },
    AMOUNT(
            "must be a number of 0 or more, for example 12.5",
            Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?").asMatchPredicate()),
    PRICE_ENCODING(
            "must be auto, sqrtPriceX96 or ratio",
            Pattern.compile("auto|sqrtPriceX96|ratio").asMatchPredicate()),
    NETWORK(
            "must be finney, test, local or a ws:// or wss:// address",
            Pattern.compile("finney|test|local|wss?://\\S+").asMatchPredicate());

    private final String complaint;
    private final Predicate<String> accepts;

    ValueCheck(String complaint, Predicate<String> accepts) {
        this.complaint = complaint;
        this.accepts = accepts;
    }

    public String complaint(String value) {
        return accepts.test(value) ? null : complaint;
    }

    private static String mistyped(String list) {
        for (String address : list.split("\\s*,\\s*")) {
            try {
                Ss58.decode(address);
            } catch (IllegalArgumentException e) {
                return "holds " + e.getMessage();
            }
        }
        return null;
    }

    private static boolean between(String value, int low, int high) {
        return value.matches("[0-9]{1,6}") && Integer.parseInt(value) >= low && Integer.parseInt(value) <= high;
    }

    private static boolean isAddress(String value) {
        if (value.indexOf(':') >= 0) {
            return value.matches("[0-9a-fA-F:.]{2,45}");
        }
        String[] parts = value.split("\\.", -1);
        boolean valid = parts.length == 4;
        for (String part : parts) {
            valid &= part.matches("[0-9]{1,3}") && Integer.parseInt(part) <= 255;
        }
        return valid;
    }
}
