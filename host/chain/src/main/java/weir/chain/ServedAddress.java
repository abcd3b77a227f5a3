package weir.chain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where validators reach this host, as far as its settings say.
 *
 * @param ip IP address; empty if it is not configured
 * @param port TCP port
 */
public record ServedAddress(Optional<InetAddress> ip, int port) {

    /**
     * Returns the address of the settings.
     *
     * @param ip IP address, not a name; empty if it is not configured
     * @throws IllegalArgumentException if it is not an address
     */
    public static ServedAddress of(String ip, int port) {
        try {
            return new ServedAddress(ip.isEmpty() ? Optional.empty() : Optional.of(InetAddress.getByName(ip)), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(ip + " is not an IP address", e);
        }
    }

    /** Returns how the published address differs and what to do; empty if it is the same, as far as this one is configured. */
    public Optional<String> differenceFrom(AxonInfo published) {
        if (!published.isServed()) {
            return Optional.of("no address on chain: run `weir serve-axon`");
        }
        boolean isSame = published.port() == port
                && ip.map(own -> own.getHostAddress().equals(published.address()))
                        .orElse(true);
        return isSame
                ? Optional.empty()
                : Optional.of("on chain " + published.endpoint() + ", serving " + this + ": run `weir serve-axon`");
    }

    /** Returns {@code 203.0.113.7:8091}, or {@code port 8091} without an IP address. */
    @Override
    public String toString() {
        return ip.map(own -> AxonInfo.endpoint(own.getHostAddress(), port)).orElse("port " + port);
    }
}
