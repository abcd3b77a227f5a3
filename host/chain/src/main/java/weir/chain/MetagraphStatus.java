package weir.chain;

import java.time.Instant;
import java.util.Optional;

/**
 * What a {@link MetagraphService} does.
 *
 * @param isOverridden whether the operator's file is used instead of the chain; the other values are then the last ones of the chain
 * @param readAt time at which the last metagraph was read from the chain; empty if none was ever read
 * @param endpoint address of the node; empty before the first connection
 * @param problem why the metagraph is not read at the moment; empty if it is
 */
public record MetagraphStatus(boolean isOverridden, Optional<Instant> readAt, String endpoint, String problem) {}
