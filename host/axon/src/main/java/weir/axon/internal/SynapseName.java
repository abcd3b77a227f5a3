package weir.axon.internal;

import jakarta.servlet.http.HttpServletRequest;
import weir.axon.internal.wire.Refusal;

/** The synapses that are served, by the path that names them. */
enum SynapseName {
    /** {@code /Synapse}: the SDK's default endpoint, answered with its own content. */
    PING,
    /** {@code /RebalanceQuery}. */
    REBALANCE_QUERY;

    private static final int MAX_ECHO = 64;

    /**
     * The synapse that a request is for.
     *
     * @throws Refusal 404 in the reference's words, or 405
     */
    static SynapseName of(HttpServletRequest request) throws Refusal {
        String path = request.getRequestURI();
        SynapseName synapse =
                switch (path) {
                    case "/Synapse" -> PING;
                    case "/RebalanceQuery" -> REBALANCE_QUERY;
                    default -> throw unknown(path);
                };
        if (!request.getMethod().equals("POST")) {
            throw new Refusal(405, "Method Not Allowed: use POST");
        }
        return synapse;
    }

    private static Refusal unknown(String path) {
        String name = path.substring(Math.min(1, path.length()), Math.min(path.length(), 1 + MAX_ECHO));
        return new Refusal(
                404, "Synapse name '" + name + "' not found. Available synapses ['Synapse', 'RebalanceQuery']");
    }
}
