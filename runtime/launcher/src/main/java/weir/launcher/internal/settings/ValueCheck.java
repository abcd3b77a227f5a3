package weir.launcher.internal.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import weir.protocol.Ss58;

/** Checks values of settings. An unset (empty) value is never checked. */
public enum ValueCheck {
    TEXT("must be one word without / or control characters", "[^/\\\\\\p{Cntrl}]+"),
    PATH("must be a path", value -> !value.isBlank() && value.indexOf('\0') < 0),
    PORT("must be a port between 1 and 65535", value -> isBetween(value, 1, 65_535)),
    PORT_OR_ANY("must be a port between 1 and 65535, or 0 for any free port", value -> isBetween(value, 0, 65_535)),
    WORKERS("must be a number between 1 and 128", value -> isBetween(value, 1, 128)),
    DAYS("must be a number of days between 1 and 3650", value -> isBetween(value, 1, 3_650)),
    ROUND_BLOCKS("must be a number of blocks between 2 and 100000", value -> isBetween(value, 2, 100_000)),
    NETUID("must be a number between 0 and 65535", value -> isBetween(value, 0, 65_535)),
    // Literal addresses only: a name would need DNS at the start.
    ADDRESS(
            "must be an IPv4 or IPv6 address, for example 0.0.0.0; the port has a setting of its own",
            ValueCheck::isAddress),
    EXTERNAL_ADDRESS(
            "must be an IPv4 or IPv6 address, for example 203.0.113.7; the port is --axon.external_port",
            ValueCheck::isAddress),
    SS58(
            "must be an ss58 address: 48 characters that begin with 5; the name of a hotkey is --wallet.hotkey",
            Patterns.SS58),
    SS58_LIST("must be ss58 addresses with commas between them", Patterns.SS58 + "(\\s*,\\s*" + Patterns.SS58 + ")*") {
        /** Also checks every checksum: a typo in the deny list would otherwise be ignored silently. */
        @Override
        public String problem(String value) {
            String problem = super.problem(value);
            return problem == null ? wrongChecksum(value) : problem;
        }
    },
    AMOUNT("must be a number of 0 or more, for example 12.5", "[0-9]{1,15}(\\.[0-9]{1,9})?"),
    SECONDS("must be a number of seconds between 0.1 and 3600, for example 2", ValueCheck::isSeconds),
    // Validators store the first answer permanently, so an invalid address is rejected, not corrected.
    VAULT("must be 0x and 40 hexadecimal digits, not all zero", "0x(?!0{40})[0-9a-fA-F]{40}"),
    CHAIN_ID("must be a number of 1 or more, for example 8453", "[1-9][0-9]{0,17}"),
    PRICE_ENCODING("must be auto, sqrtPriceX96 or ratio", "auto|sqrtPriceX96|ratio"),
    HTTP_URLS(
            "must be http:// or https:// URLs with commas between them",
            "https?://[^\\s,]+(\\s*,\\s*https?://[^\\s,]+)*"),
    LOG_LEVEL("must be info, debug or trace", "info|debug|trace"),
    NODE(
            "must be a ws:// or wss:// address with a host name or IP address (names with _ are not valid)",
            ValueCheck::isNode),
    NETWORK(
            "must be finney, test, local, or a ws:// or wss:// address with a host name or IP address (names with _ are not valid)",
            value -> value.matches("finney|test|local") || isNode(value));

    private static final class Patterns {
        static final String SS58 = "5[1-9A-HJ-NP-Za-km-z]{47}";
    }

    private final String problem;
    private final Predicate<String> isValid;

    ValueCheck(String problem, String pattern) {
        this(problem, Pattern.compile(pattern).asMatchPredicate());
    }

    ValueCheck(String problem, Predicate<String> isValid) {
        this.problem = problem;
        this.isValid = isValid;
    }

    /** What is wrong with a value, as the end of a sentence; {@code null} if it is valid. */
    public String problem(String value) {
        return isValid.test(value) ? null : problem;
    }

    private static String wrongChecksum(String list) {
        for (String address : list.split("\\s*,\\s*")) {
            try {
                Ss58.decode(address);
            } catch (IllegalArgumentException e) {
                return "holds " + e.getMessage();
            }
        }
        return null;
    }

    private static boolean isBetween(String value, int low, int high) {
        return value.matches("[0-9]{1,6}") && Integer.parseInt(value) >= low && Integer.parseInt(value) <= high;
    }

    private static boolean isSeconds(String value) {
        return value.matches("[0-9]{1,4}(\\.[0-9]{1,3})?")
                && Double.parseDouble(value) >= 0.1
                && Double.parseDouble(value) <= 3_600;
    }

    private static boolean isNode(String value) {
        try {
            URI address = new URI(value);
            return value.matches("wss?://.*") && address.getHost() != null && address.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isAddress(String value) {
        String octet = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";
        return value.matches("[0-9a-fA-F:]+:[0-9a-fA-F:.]*")
                ? isIpv6(value)
                : value.matches(octet + "(\\." + octet + "){3}");
    }

    /** @param value begins like an address, so that Java does not look it up as a name */
    private static boolean isIpv6(String value) {
        try {
            InetAddress.getByName(value);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
