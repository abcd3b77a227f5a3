package weir.chain.internal.metagraph;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * A chain and the nodes that serve it.
 *
 * @param genesis hash of the chain's first block; empty if any chain is accepted
 * @param endpoints addresses of nodes in the order of preference
 */
public record Network(Optional<String> genesis, List<URI> endpoints) {

    private static final Network FINNEY = of(
            "0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03",
            "wss://entrypoint-finney.opentensor.ai:443",
            "wss://lite.chain.opentensor.ai:443",
            "wss://lite.sub.latent.to:443");
    private static final Network TEST = of(
            "0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105",
            "wss://test.finney.opentensor.ai:443");
    private static final Network LOCAL = new Network(Optional.empty(), List.of(URI.create("ws://127.0.0.1:9944")));

    /**
     * Returns the network of the settings.
     *
     * @param network {@code finney}, {@code test}, {@code local}, or the address of a node
     * @param chainEndpoint address of a node, which has precedence; empty for none
     * @throws IllegalArgumentException if it is none of them
     */
    public static Network named(String network, String chainEndpoint) {
        if (!chainEndpoint.isEmpty()) {
            return new Network(Optional.empty(), List.of(address(chainEndpoint)));
        }
        return switch (network) {
            case "finney" -> FINNEY;
            case "test" -> TEST;
            case "local" -> LOCAL;
            default -> new Network(Optional.empty(), List.of(address(network)));
        };
    }

    private static Network of(String genesis, String... endpoints) {
        return new Network(
                Optional.of(genesis),
                List.of(endpoints).stream().map(URI::create).toList());
    }

    private static URI address(String text) {
        try {
            URI address = new URI(text);
            if (List.of("ws", "wss").contains(String.valueOf(address.getScheme())) && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Reported below, as any other text.
        }
        throw new IllegalArgumentException(
                "the network is finney, test, local, or the address of a node such as ws://127.0.0.1:9944, not "
                        + text);
    }
}
