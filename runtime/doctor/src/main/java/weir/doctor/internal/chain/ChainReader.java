package weir.doctor.internal.chain;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import weir.chain.ChainException;
import weir.chain.Metagraph;
import weir.chain.client.ChainBlock;
import weir.chain.client.ChainClient;
import weir.chain.client.ChainSession;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** Reads the metagraph and the chain's time from one of the network's nodes. */
public final class ChainReader {

    private ChainReader() {}

    /**
     * Returns one reader for each node, in the order of preference.
     *
     * @param metadata folder in which a host has stored the metadata of the chain; it need not exist
     */
    public static List<Callable<ChainReading>> readers(Settings settings, Path metadata) {
        String network = settings.text(Setting.SUBTENSOR_NETWORK);
        String endpoint = settings.text(Setting.SUBTENSOR_CHAIN_ENDPOINT);
        List<Callable<ChainReading>> readers = new ArrayList<>();
        for (URI node : ChainClient.nodes(network, endpoint)) {
            readers.add(() -> {
                try {
                    return read(
                            ChainClient.ofNode(network, endpoint, node, metadata),
                            name(node),
                            settings.number(Setting.NETUID));
                } catch (ChainException e) {
                    throw new IOException(e.getMessage().replace(node.toString(), name(node)), e);
                }
            });
        }
        return readers;
    }

    /** Returns the names of the nodes in the order of preference. */
    public static List<String> names(Settings settings) {
        return ChainClient.nodes(
                        settings.text(Setting.SUBTENSOR_NETWORK), settings.text(Setting.SUBTENSOR_CHAIN_ENDPOINT))
                .stream()
                .map(ChainReader::name)
                .toList();
    }

    /** Host and port only, because the rest of the URL may contain a key. */
    private static String name(URI node) {
        return node.getPort() < 0 ? node.getHost() : node.getHost() + ":" + node.getPort();
    }

    private static ChainReading read(ChainClient client, String name, int netuid) {
        try (client;
                ChainSession session = client.connect(client.now())) {
            ChainBlock block = session.awaitFinalized(-1);
            Optional<Metagraph> metagraph = session.metagraph(block, netuid);
            return new ChainReading(
                    name + " at block " + block.number(), metagraph, session.lag(session.newestBlock()));
        }
    }
}
