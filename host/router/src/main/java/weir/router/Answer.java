package weir.router;

import weir.strategy.Decision;

/**
 * A guarded decision and who made it.
 *
 * @param decision what to send; {@link Decision.Keep} after a fallback
 * @param route id of the route
 * @param strategy name of the strategy that the route asks for
 * @param version bundle version that served; {@code "-"} where none did
 * @param fallback whether the strategy failed and the safe default was given; the decision's reason then says why
 */
public record Answer(Decision decision, String route, String strategy, String version, boolean fallback) {}
