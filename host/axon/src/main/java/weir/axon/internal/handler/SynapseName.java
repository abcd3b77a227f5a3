package weir.axon.internal.handler;

import weir.axon.internal.HttpError;
import weir.protocol.synapse.Subnet;

/** The synapses that are served, each at the path of its name. */
enum SynapseName {
    /** {@code /Synapse}: the SDK's default endpoint, answered with its own content. */
    PING,
    /** {@code /RebalanceQuery}. */
    REBALANCE_QUERY;

    private static final int MAX_ECHO = 64;

    /**
     * The synapse that a request is for.
     *
     * @throws HttpError 404 in the reference implementation's words, or 405
     */
    static SynapseName of(String method, String path) throws HttpError {
        SynapseName synapse =
                switch (path) {
                    case "/" + Subnet.PING -> PING;
                    case "/" + Subnet.REBALANCE_QUERY -> REBALANCE_QUERY;
                    default -> throw unknown(path);
                };
        if (!method.equals("POST")) {
            throw new HttpError(405, "Method Not Allowed: use POST");
        }
        return synapse;
    }

    private static HttpError unknown(String path) {
        String name = path.substring(Math.min(1, path.length()), Math.min(path.length(), 1 + MAX_ECHO));
        return new HttpError(
                404,
                "Synapse name '" + name + "' not found. Available synapses ['" + Subnet.PING + "', '"
                        + Subnet.REBALANCE_QUERY + "']");
    }
}
