package weir.axon.internal.handler;

import weir.axon.internal.HttpError;
import weir.protocol.synapse.Subnet;

/** The synapses (Bittensor's request types) that this axon serves, each at the path {@code /} and its name. */
enum SynapseName {
    /** {@code /Synapse}: the SDK's default request; the response repeats its members. */
    PING,
    /** {@code /RebalanceQuery}: asks for positions. */
    REBALANCE_QUERY,
    /** {@code /VaultRegistrationQuery}: asks for the miner's vault. */
    VAULT_REGISTRATION_QUERY;

    private static final int MAX_ECHOED_CHARS = 64;

    /**
     * Returns the synapse of a request.
     *
     * @throws HttpError 404 for an unknown path, worded as Bittensor's Python SDK does; 405 for a method other than POST
     */
    static SynapseName of(String method, String path) throws HttpError {
        SynapseName synapse =
                switch (path) {
                    case "/" + Subnet.PING -> PING;
                    case "/" + Subnet.REBALANCE_QUERY -> REBALANCE_QUERY;
                    case "/" + Subnet.VAULT_REGISTRATION_QUERY -> VAULT_REGISTRATION_QUERY;
                    default -> throw notFound(path);
                };
        if (!method.equals("POST")) {
            throw new HttpError(405, "Method Not Allowed: use POST");
        }
        return synapse;
    }

    private static HttpError notFound(String path) {
        String name = path.substring(Math.min(1, path.length()), Math.min(path.length(), 1 + MAX_ECHOED_CHARS));
        return new HttpError(
                404,
                "Synapse name '" + name + "' not found. Available synapses ['" + Subnet.PING + "', '"
                        + Subnet.REBALANCE_QUERY + "', '" + Subnet.VAULT_REGISTRATION_QUERY + "']");
    }
}
