package weir.chain.publication;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import weir.chain.AxonInfo;

/**
 * The address that validators shall ask, as the call {@code serve_axon} publishes it.
 *
 * @param ip IPv4 or IPv6 address
 * @param port TCP port, from 1 to 65535
 */
public record AxonAddress(InetAddress ip, int port) {

    /** HTTP, in Bittensor's SDK. */
    private static final int PROTOCOL = 4;
    /** Version of the SDK whose axon Weir is compatible with, as the SDK writes it: 10.2.0. */
    private static final long VERSION = 10_002_000;

    /** @throws IllegalArgumentException if the port is not from 1 to 65535 */
    public AxonAddress {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
        }
    }

    /** Arguments of {@code serve_axon} by name. */
    public Map<String, Object> arguments(int netuid) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("netuid", netuid);
        arguments.put("version", VERSION);
        arguments.put("ip", number());
        arguments.put("port", port);
        arguments.put("ip_type", ipType());
        arguments.put("protocol", PROTOCOL);
        arguments.put("placeholder1", 0);
        arguments.put("placeholder2", 0);
        return arguments;
    }

    /** Whether the chain has this address. */
    public boolean isEqualTo(AxonInfo published) {
        return published.ip().equals(number())
                && published.port() == port
                && published.ipType() == ipType()
                && published.protocol() == PROTOCOL;
    }

    private BigInteger number() {
        return new BigInteger(1, ip.getAddress());
    }

    private int ipType() {
        return ip.getAddress().length == 4 ? 4 : 6;
    }

    /** Returns {@code 203.0.113.7:8091} or {@code [2001:db8::7]:8091}. */
    @Override
    public String toString() {
        return (ipType() == 6 ? "[" + ip.getHostAddress() + "]" : ip.getHostAddress()) + ":" + port;
    }
}
