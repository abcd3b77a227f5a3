package weir.axon.internal.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;

/**
 * A network that limits are counted for: an IPv4 address, an IPv6 /64 (whose addresses a host chooses freely), or an IPv6 /48
 * (65,536 times a /64, given to many customers), which may use four times the limit.
 *
 * @param name unique name of the network
 * @param share how many times the limit of one address it may use
 */
public record ClientNetwork(String name, int share) {

    private static final int HOST_BYTES = 8;
    private static final int SITE_BYTES = 6;
    private static final int SITE_SHARE = 4;

    /** The networks that an address counts towards, the narrowest first. */
    public static List<ClientNetwork> of(InetAddress address) {
        return address instanceof Inet6Address
                ? List.of(prefix(address, HOST_BYTES, 1), prefix(address, SITE_BYTES, SITE_SHARE))
                : List.of(new ClientNetwork(address.getHostAddress(), 1));
    }

    private static ClientNetwork prefix(InetAddress address, int bytes, int share) {
        return new ClientNetwork(HexFormat.of().formatHex(address.getAddress(), 0, bytes), share);
    }
}
