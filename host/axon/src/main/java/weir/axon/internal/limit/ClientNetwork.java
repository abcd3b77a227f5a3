package weir.axon.internal.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;

/**
 * A network whose requests or connections are limited together: an IPv4 address, an IPv6 /64 (one client may use all of its
 * addresses), or an IPv6 /48 (65,536 networks /64, often of one customer), which has four times the limit.
 *
 * @param name unique name of the network
 * @param limitFactor multiple of the limit of one address
 */
public record ClientNetwork(String name, int limitFactor) {

    private static final int IPV6_64_BYTES = 8;
    private static final int IPV6_48_BYTES = 6;
    private static final int IPV6_48_LIMIT_FACTOR = 4;

    /** Returns the networks that contain an address, the smallest first. */
    public static List<ClientNetwork> of(InetAddress address) {
        return address instanceof Inet6Address
                ? List.of(prefix(address, IPV6_64_BYTES, 1), prefix(address, IPV6_48_BYTES, IPV6_48_LIMIT_FACTOR))
                : List.of(new ClientNetwork(address.getHostAddress(), 1));
    }

    private static ClientNetwork prefix(InetAddress address, int bytes, int limitFactor) {
        return new ClientNetwork(HexFormat.of().formatHex(address.getAddress(), 0, bytes), limitFactor);
    }
}
