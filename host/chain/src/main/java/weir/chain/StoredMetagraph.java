package weir.chain;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import weir.chain.internal.metagraph.ChainFiles;
import weir.chain.internal.metagraph.Network;

/**
 * The metagraph that a host has stored, for other processes. Immutable.
 *
 * @param readAt when the host read it from the chain
 */
public record StoredMetagraph(Instant readAt, Metagraph metagraph) {

    /**
     * Reads the file of a host.
     *
     * @param folder {@code data/chain} of the home
     * @param network {@code finney}, {@code test}, {@code local}, or the address of a node
     * @param chainEndpoint address of a node, which has precedence; empty for none
     * @return empty if there is none, it is damaged, or it is of another chain or subnet
     * @throws IllegalArgumentException if it is not a network
     */
    public static Optional<StoredMetagraph> read(Path folder, String network, String chainEndpoint, int netuid) {
        return new ChainFiles(folder)
                .readMetagraph(Network.named(network, chainEndpoint).genesis(), netuid)
                .map(snapshot -> new StoredMetagraph(snapshot.readAt(), snapshot.metagraph()));
    }
}
