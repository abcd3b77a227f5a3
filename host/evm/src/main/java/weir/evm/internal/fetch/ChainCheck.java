package weir.evm.internal.fetch;

import java.util.HashSet;
import java.util.Set;
import weir.evm.EvmException;
import weir.evm.internal.rpc.BlockHeader;
import weir.evm.internal.rpc.EthRequests;
import weir.evm.internal.rpc.HexQuantity;
import weir.evm.internal.rpc.RpcEndpoint;
import weir.evm.internal.rpc.RpcException;
import weir.evm.internal.rpc.RpcException.Kind;

/**
 * Makes sure, before an endpoint is used for the first time, that it serves the expected chain: its chain id, and the hash of a finalised
 * block that another endpoint has named. Not thread-safe.
 */
final class ChainCheck {

    private final long chainId;
    private final Set<RpcEndpoint> checked = new HashSet<>();
    private BlockHeader anchor;
    private RpcEndpoint anchorEndpoint;

    ChainCheck(long chainId) {
        this.chainId = chainId;
    }

    /** Sets the finalised block that an endpoint has named, and that all endpoints used from now on must have. */
    void setAnchor(BlockHeader header, RpcEndpoint endpoint) {
        anchor = header;
        anchorEndpoint = endpoint;
        checked.clear();
    }

    /** Returns whether an endpoint is the one that has named the block of {@link #setAnchor}. */
    boolean isAnchorOf(RpcEndpoint endpoint) {
        return endpoint == anchorEndpoint;
    }

    /**
     * Returns the endpoint.
     *
     * @throws EvmException if it serves another chain
     * @throws RpcException if it does not answer, or lags behind
     */
    RpcEndpoint require(RpcEndpoint endpoint) {
        if (checked.contains(endpoint)) {
            return endpoint;
        }
        long served = EthRequests.chainId(endpoint);
        if (served != chainId) {
            throw new EvmException(
                    endpoint.host(),
                    "the node serves chain " + served + ", but the pool is on chain " + chainId,
                    "Give the URL of a node of chain " + chainId + ", or --pool " + served + ":0x….");
        }
        if (anchor != null && endpoint != anchorEndpoint) {
            requireSame(anchor.number(), anchor.hash(), anchorEndpoint.host(), endpoint);
        }
        checked.add(endpoint);
        return endpoint;
    }

    /** Returns the header of a block; a node that does not have the block lags behind. */
    static BlockHeader header(RpcEndpoint endpoint, long block) {
        BlockHeader header = EthRequests.header(endpoint, HexQuantity.format(block))
                .orElseThrow(() -> RpcException.failed(
                        Kind.BEYOND_HEAD, endpoint.host(), "the node does not have block " + block + " yet", null));
        if (header.number() != block) {
            throw RpcException.failed(
                    Kind.NO_ANSWER,
                    endpoint.host(),
                    "the node returns block " + header.number() + " instead of block " + block,
                    null);
        }
        return header;
    }

    /** @throws EvmException if an endpoint has another block than another one has named */
    static void requireSame(long block, String hash, String host, RpcEndpoint endpoint) {
        String other = header(endpoint, block).hash();
        if (other.equals(hash)) {
            return;
        }
        if (host.equals(endpoint.host())) {
            throw new EvmException(
                    host + ", block " + block,
                    "the logs have the block hash " + hash + ", and the header has " + other,
                    "The node gave a wrong answer; use another one.");
        }
        throw new EvmException(
                "block " + block,
                "the nodes disagree: its hash is " + hash + " at " + host + ", and " + other + " at " + endpoint.host(),
                "One of the two is wrong or on another chain: leave it out.");
    }
}
