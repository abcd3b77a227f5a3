package weir.demo;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.strategy.Position;

/**
 * What came back to a dendrite.
 *
 * @param failure why it is no answer that a dendrite takes; {@code null} where it is one
 * @param accepted the miner's word
 * @param refusal its reason
 * @param desired the positions wanted; {@code null} where the miner sent none
 * @param version the bundle version that served, of the answer's metadata
 * @param info strategy, route and reason, of the answer's metadata
 * @param nanos from the first byte sent to the last one read
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

    /** The version in the metadata of an answer that no strategy served. */
    public static final String NO_VERSION = "-";

    /** No answer that a dendrite takes. */
    public static DendriteResponse failed(String failure, long nanos) {
        return new DendriteResponse(failure, false, "", null, NO_VERSION, "", nanos);
    }

    /** Whether the host gave the safe default because the strategy failed or was missing. */
    public boolean isFallback() {
        return failure == null && (version.equals(NO_VERSION) || info.contains(": fallback"));
    }

    /** Id of the route that answered; empty where the metadata does not say. */
    public String route() {
        Matcher said = ROUTE.matcher(info);
        return said.lookingAt() ? said.group(1) : "";
    }
}
