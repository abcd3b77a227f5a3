package weir.router;

/**
 * A route as an operator sees it.
 *
 * @param id the route's id, the name of its file without {@code .json}
 * @param chainId chain the route is for
 * @param pair pool address in lower case, or {@code "*"} for the default route
 * @param strategy strategy name
 * @param versions version range as written in the route
 * @param serving bundle version that serves now, {@code "-"} while none does
 */
public record RouteStatus(String id, long chainId, String pair, String strategy, String versions, String serving) {}
