package weir.axon.internal.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;

/**
 * What has a limit of its own for requests or connections: a hotkey, an IPv4 address, an IPv6 /64 (one client may use all of its
 * addresses), or an IPv6 /48 (65,536 networks /64, often of one customer), which has four times the limit.
 *
 * @param name unique name
 * @param limitFactor multiple of the limit of one address
 */
public record LimitedKey(String name, int limitFactor) {

    private static final int IPV6_64_BYTES = 8;
    private static final int IPV6_48_BYTES = 6;
    private static final int IPV6_48_LIMIT_FACTOR = 4;

    /** Returns the key of a validator's hotkey. */
    public static LimitedKey hotkey(String hotkey) {
        return new LimitedKey(hotkey, 1);
    }

    /** Returns the keys of an address: the address itself or the networks that contain it, the smallest first. */
    public static List<LimitedKey> of(InetAddress address) {
        return address instanceof Inet6Address
                ? List.of(prefix(address, IPV6_64_BYTES, 1), prefix(address, IPV6_48_BYTES, IPV6_48_LIMIT_FACTOR))
                : List.of(new LimitedKey(address.getHostAddress(), 1));
    }

    private static LimitedKey prefix(InetAddress address, int bytes, int limitFactor) {
        return new LimitedKey(HexFormat.of().formatHex(address.getAddress(), 0, bytes), limitFactor);
    }
}
