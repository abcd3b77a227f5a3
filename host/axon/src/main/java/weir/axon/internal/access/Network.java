package weir.axon.internal.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;

/**
 * What counts as one peer on the network: an IPv4 address, or the /64 that every IPv6 host can choose from at will. Many a
 * customer has a /48, which is 65,536 of those, so that one counts as well, as a few peers.
 *
 * @param name of the network; unique
 * @param peers how many peers' due it may have
 */
public record Network(String name, int peers) {

    private static final int HOST_BYTES = 8;
    private static final int SITE_BYTES = 6;
    private static final int PEERS_OF_SITE = 4;

    /** The networks that count for an address, the narrowest first. */
    public static List<Network> of(InetAddress address) {
        return address instanceof Inet6Address
                ? List.of(prefix(address, HOST_BYTES, 1), prefix(address, SITE_BYTES, PEERS_OF_SITE))
                : List.of(new Network(address.getHostAddress(), 1));
    }

    /** The networks of an address in digits; anything else names itself. */
    public static List<Network> of(String address) {
        try {
            return of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return List.of(new Network(address, 1));
        }
    }

    private static Network prefix(InetAddress address, int bytes, int peers) {
        return new Network(HexFormat.of().formatHex(address.getAddress(), 0, bytes), peers);
    }
}
