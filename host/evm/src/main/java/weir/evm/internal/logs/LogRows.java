package weir.evm.internal.logs;

import java.util.Optional;
import weir.history.PoolEvent;
import weir.history.PoolEvent.Place;
import weir.history.SwapRow;

/** Converts decoded logs to rows of the history. The indexes of words are those of {@link EventType}. */
public final class LogRows {

    private LogRows() {}

    /** Returns a swap. */
    public static SwapRow swap(PoolLogs logs, int log, Place place) {
        return new SwapRow(
                place.block(),
                place.logIndex(),
                logs.number(log, 4),
                logs.integer(log, 6),
                logs.number(log, 5),
                logs.number(log, 2),
                logs.number(log, 3),
                place.txHash(),
                place.timestamp());
    }

    /** Returns an event other than a swap; empty if the history does not store it. */
    public static Optional<PoolEvent> event(PoolLogs logs, int log, Place place) {
        return Optional.ofNullable(
                switch (logs.type(log)) {
                    case INITIALIZE -> new PoolEvent.Initialize(place, logs.number(log, 0), logs.integer(log, 1));
                    case MINT ->
                        new PoolEvent.Mint(
                                place,
                                logs.address(log, 0),
                                logs.integer(log, 1),
                                logs.integer(log, 2),
                                logs.number(log, 4),
                                logs.number(log, 5),
                                logs.number(log, 6));
                    case BURN ->
                        new PoolEvent.Burn(
                                place,
                                logs.address(log, 0),
                                logs.integer(log, 1),
                                logs.integer(log, 2),
                                logs.number(log, 3),
                                logs.number(log, 4),
                                logs.number(log, 5));
                    case COLLECT ->
                        new PoolEvent.Collect(
                                place,
                                logs.address(log, 0),
                                logs.integer(log, 1),
                                logs.integer(log, 2),
                                logs.number(log, 4),
                                logs.number(log, 5));
                    case FLASH -> new PoolEvent.Flash(place, logs.number(log, 4), logs.number(log, 5));
                    case SET_FEE_PROTOCOL ->
                        new PoolEvent.SetFeeProtocol(place, logs.integer(log, 2), logs.integer(log, 3));
                    case COLLECT_PROTOCOL ->
                        new PoolEvent.CollectProtocol(place, logs.number(log, 2), logs.number(log, 3));
                    case COLLECT_FEES -> new PoolEvent.CollectFees(place, logs.number(log, 1), logs.number(log, 2));
                    case SWAP, INCREASE_OBSERVATION_CARDINALITY_NEXT -> null;
                });
    }
}
