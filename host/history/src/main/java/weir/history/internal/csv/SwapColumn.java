package weir.history.internal.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A column of a file of swaps, with the names that exports give it: Weir's own, Dune (decoded tables and {@code base.logs}), The Graph
 * (nested fields joined by a dot or underscores), BigQuery and Flipside (raw and decoded logs), cryo and Allium. Names are compared
 * without case, underscores and dots.
 */
public enum SwapColumn {
    BLOCK_NUMBER("evtblocknumber", "transactionblocknumber", "block", "blocknum"),
    LOG_INDEX("evtindex", "eventindex", "index"),
    SQRT_PRICE_X96("eventsqrtpricex96string", "eventsqrtpricex96", "eventsqrtpricex96binary"),
    TICK("eventtick", "eventtickstring"),
    LIQUIDITY("eventliquiditystring", "eventliquidity", "eventliquiditybinary"),
    AMOUNT0(
            "amount0raw",
            "amount0unadj",
            "token0amountrawstr",
            "eventamount0string",
            "eventamount0",
            "eventamount0binary"),
    AMOUNT1(
            "amount1raw",
            "amount1unadj",
            "token1amountrawstr",
            "eventamount1string",
            "eventamount1",
            "eventamount1binary"),
    TX_HASH("evttxhash", "transactionhash", "transactionid"),
    TIMESTAMP("evtblocktime", "blocktime", "blocktimestamp", "transactiontimestamp"),
    /** Address of the pool. */
    ADDRESS("contractaddress", "evtaddress", "pooladdress", "poolid", "pool", "liquiditypooladdress"),
    /** Name of the event, if the file contains several. */
    EVENT("eventname"),
    /** Topics of a log that is not decoded; the first is the event. */
    TOPIC0("topics"),
    /** Data of a log that is not decoded. */
    DATA(),
    /** Arguments of a decoded event, as a JSON object. */
    ARGS("decodedlog", "decodedargs", "params");

    private final List<String> names = new ArrayList<>();

    SwapColumn(String... otherNames) {
        names.add(normalized(name()));
        names.addAll(List.of(otherNames));
    }

    /** Returns the name in Weir's own files, such as {@code block_number}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the index of the column in a header; -1 if it is missing. Weir's own name comes first. */
    int indexIn(List<String> header) {
        List<String> normalized = header.stream().map(SwapColumn::normalized).toList();
        return names.stream()
                .mapToInt(normalized::indexOf)
                .filter(index -> index >= 0)
                .findFirst()
                .orElse(-1);
    }

    private static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
