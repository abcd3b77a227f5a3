package weir.evm;

import java.util.Locale;
import weir.evm.internal.rpc.EndpointPool;
import weir.evm.internal.rpc.EndpointUrl;
import weir.evm.internal.rpc.EthRequests;
import weir.evm.internal.rpc.RequestPause;
import weir.evm.internal.rpc.RpcEndpoint;
import weir.evm.internal.rpc.RpcException;

/**
 * Calls views of contracts on one node. A method sends one request, waits at most 15 seconds, and does not try again. Messages name only
 * the host of the node. Thread-safe.
 */
public final class EvmClient {

    private final RpcEndpoint endpoint;

    private EvmClient(RpcEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Creates a client. Sends no request.
     *
     * @param url {@code https://…} or {@code http://…}, possibly with a key
     * @throws weir.base.WeirException if it is not such a URL; the message contains no part of it
     */
    public static EvmClient of(String url) {
        return new EvmClient(new RpcEndpoint(EndpointUrl.parse(url), RpcEndpoint.httpClient(), RequestPause.SYSTEM));
    }

    /** Returns the host of the node, with its port if the URL has one. */
    public String host() {
        return endpoint.host();
    }

    /**
     * Returns the id (EIP-155) of the node's chain, for example 8453 for Base.
     *
     * @throws EvmException if the node does not answer
     */
    public long chainId() {
        try {
            return EthRequests.chainId(endpoint);
        } catch (RpcException e) {
            throw failed(e);
        }
    }

    /**
     * Calls a contract without a transaction ({@code eth_call}).
     *
     * @param contract address of the contract, {@code 0x} and 40 hex digits
     * @param data selector and arguments, {@code 0x…}
     * @param block {@code latest}, {@code safe}, {@code finalized}, or a number as {@code 0x…}
     * @return what the contract returns; empty if the address has no code
     * @throws EvmException if the node does not answer, or the contract rejects the call
     */
    public byte[] call(String contract, String data, String block) {
        try {
            return EthRequests.call(endpoint, contract.toLowerCase(Locale.ROOT), data, block);
        } catch (RpcException e) {
            throw failed(e);
        }
    }

    private static EvmException failed(RpcException e) {
        return new EvmException(e.host(), e.text(), EndpointPool.remedy(e));
    }
}
