package weir.axon.internal.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** What counts as one peer on the network: an IPv4 address, or the /64 that every IPv6 host can choose from at will. */
public final class Network {

    private static final int PREFIX_BYTES = 8;

    private Network() {}

    /** A name for the peer's network. */
    public static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, PREFIX_BYTES)
                : address.getHostAddress();
    }

    /** A name for the network of an address in digits; anything else names itself. */
    public static String of(String address) {
        try {
            return of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
