package weir.demo;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.protocol.synapse.RebalanceResponse;
import weir.protocol.synapse.SynapseException;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;

/**
 * The outcome of a query, as a validator sees it.
 *
 * @param failure why there is no valid response; {@code null} if there is one
 * @param accepted whether the miner accepted the query
 * @param refusal the miner's reason to refuse; may be empty
 * @param desired the wanted positions; {@code null} if the miner sent none
 * @param version the version that served, from the response's metadata; {@value #NO_VERSION} if no strategy served
 * @param info strategy, route and reason, from the response's metadata; may be empty
 * @param nanos time from the first byte sent to the last byte read
 */
public record DendriteResponse(
        String failure,
        boolean accepted,
        String refusal,
        List<Position> desired,
        String version,
        String info,
        long nanos) {

    private static final Pattern ROUTE = Pattern.compile("\\S+ on (\\S+?):");
    private static final String NO_VERSION = "-";
    private static final int MAX_BODY_SHOWN = 160;

    /** The outcome of a query without a valid response. */
    public static DendriteResponse failed(String failure, long nanos) {
        return new DendriteResponse(failure, false, "", null, NO_VERSION, "", nanos);
    }

    /** Reads a response as strictly as a validator. */
    public static DendriteResponse read(RebalanceQuery query, int status, String body, long nanos) {
        if (status != 200) {
            String line = body.replaceAll("\\s+", " ").strip();
            String shown = line.length() <= MAX_BODY_SHOWN ? line : line.substring(0, MAX_BODY_SHOWN) + "…";
            return failed("HTTP status " + status + ": " + shown, nanos);
        }
        try {
            RebalanceResponse response = RebalanceResponse.parse(body);
            if (!response.isFor(query)) {
                return failed("the response does not echo the query", nanos);
            }
            String version = response.metadata().version();
            return new DendriteResponse(
                    null,
                    response.accepted(),
                    response.refusalReason(),
                    response.desiredPositions().orElse(null),
                    version.isEmpty() ? NO_VERSION : version,
                    response.metadata().modelInfo(),
                    nanos);
        } catch (SynapseException e) {
            return failed(e.getMessage(), nanos);
        }
    }

    /** Whether the host answered with the current positions, because the strategy failed or is missing. */
    public boolean isFallback() {
        return failure == null && (version.equals(NO_VERSION) || info.contains(": fallback"));
    }

    /** Id of the route that answered; empty if the metadata does not name it. */
    public String route() {
        Matcher matcher = ROUTE.matcher(info);
        return matcher.lookingAt() ? matcher.group(1) : "";
    }
}
