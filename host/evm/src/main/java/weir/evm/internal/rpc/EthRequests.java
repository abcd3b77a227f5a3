package weir.evm.internal.rpc;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;

/** The requests of Ethereum's JSON-RPC interface with small answers. All throw the {@link RpcException} of {@link RpcEndpoint#call}. */
public final class EthRequests {

    private EthRequests() {}

    /** Returns the chain id (EIP-155) of a node's chain. */
    public static long chainId(RpcEndpoint endpoint) {
        return endpoint.call(CallLimits.SMALL, in -> HexQuantity.parse(in.nextString()), "eth_chainId");
    }

    /**
     * Returns the header of a block.
     *
     * @param block a number as {@link HexQuantity#format} writes it, or a tag: {@code latest}, {@code safe}, {@code finalized}
     * @return empty if the node does not have the block
     */
    public static Optional<BlockHeader> header(RpcEndpoint endpoint, String block) {
        return Optional.ofNullable(endpoint.call(
                CallLimits.SMALL,
                BlockHeader::read,
                "eth_getBlockByNumber",
                new JsonPrimitive(block),
                new JsonPrimitive(false)));
    }

    /**
     * Returns the code of a contract; empty if the address has none.
     *
     * @param block as in {@link #header}
     */
    public static byte[] code(RpcEndpoint endpoint, String address, String block) {
        return endpoint.call(
                CallLimits.SMALL,
                EthRequests::readBytes,
                "eth_getCode",
                new JsonPrimitive(address),
                new JsonPrimitive(block));
    }

    /**
     * Calls a contract without a transaction.
     *
     * @param data selector and arguments, {@code 0x…}
     * @param block as in {@link #header}
     * @return what the contract returns; empty if the address has no code
     * @throws RpcException of kind {@code REVERTED} if the contract rejects the call
     */
    public static byte[] call(RpcEndpoint endpoint, String contract, String data, String block) {
        JsonObject transaction = new JsonObject();
        transaction.addProperty("to", contract);
        transaction.addProperty("data", data);
        return endpoint.call(
                CallLimits.SMALL, EthRequests::readBytes, "eth_call", transaction, new JsonPrimitive(block));
    }

    private static byte[] readBytes(JsonReader in) throws IOException {
        String text = in.nextString();
        if (!text.startsWith("0x") || text.length() % 2 != 0) {
            throw new NumberFormatException("bytes are not of the form 0x…");
        }
        try {
            return HexFormat.of().parseHex(text, 2, text.length());
        } catch (IllegalArgumentException e) {
            throw new NumberFormatException("bytes have a character that is not hexadecimal");
        }
    }
}
