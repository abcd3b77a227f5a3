package weir.router.audit;

import java.time.Instant;

/**
 * Requests that the axon rejected before they reached the router. Immutable.
 *
 * @param time time of the last one
 * @param hotkey ss58 address in the headers of the last one. The signature was perhaps not verified, so another sender may have used
 *     this name
 * @param address IP address of the last one
 * @param status HTTP status: 401, 403 or 429
 * @param reason message of the last one
 * @param count number of requests since the previous event with this hotkey, address and status, or of several senders if the
 *     reason says so; at least 1
 */
public record RejectionEvent(Instant time, String hotkey, String address, int status, String reason, long count) {}
