package weir.chain;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where a neuron's axon (HTTP endpoint) is, as published on chain. All numbers are 0 if it was never published.
 *
 * @param block block in which it was published
 * @param version version of the publishing software
 * @param ip address as a number: 32 bits for IPv4, 128 bits for IPv6
 * @param port TCP port
 * @param ipType 4 or 6
 * @param protocol 4 for HTTP in Bittensor's SDK
 */
public record AxonInfo(
        long block,
        long version,
        BigInteger ip,
        int port,
        int ipType,
        int protocol,
        int placeholder1,
        int placeholder2) {

    /** An axon that was never published. */
    public static final AxonInfo NONE = new AxonInfo(0, 0, BigInteger.ZERO, 0, 0, 0, 0, 0);

    /** Whether an address and a port are published. */
    public boolean isServed() {
        return port != 0 && ip.signum() != 0;
    }

    /** Returns the address as text, for example {@code 203.0.113.7}. */
    public String address() {
        byte[] bytes = new byte[ipType == 6 ? 16 : 4];
        byte[] number = ip.toByteArray();
        int count = Math.min(bytes.length, number.length);
        System.arraycopy(number, number.length - count, bytes, bytes.length - count, count);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(Arrays.toString(bytes), e); // Only for other lengths than 4 and 16.
        }
    }

    /** Returns address and port as text: {@code 203.0.113.7:8091} or {@code [2001:db8:0:0:0:0:0:7]:8091}. */
    public String endpoint() {
        return endpoint(address(), port);
    }

    static String endpoint(String address, int port) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}
