package weir.history.internal.csv;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the fields of a swap in the rows of an export: in columns, in the arguments of a decoded event, or in the data of a log. Not
 * thread-safe.
 */
public final class SwapFields {

    /** First topic of the event Swap of Uniswap v3 and Slipstream. */
    private static final String SWAP_TOPIC = "0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67";

    /** First topic of the event Swap of PancakeSwap v3, which has other fields. */
    private static final String PANCAKE_SWAP_TOPIC =
            "0x19b47279256b2a23a1665c810c8d55a1758940ee09377d4f8d26497a3577dc83";

    private static final Pattern WORD = Pattern.compile("0x[0-9a-f]{64}");
    private static final int WORD_DIGITS = 64;

    /** Columns that an event has in its arguments or data, in the order of the data. */
    private static final List<SwapColumn> ARGUMENTS = List.of(
            SwapColumn.AMOUNT0, SwapColumn.AMOUNT1, SwapColumn.SQRT_PRICE_X96, SwapColumn.LIQUIDITY, SwapColumn.TICK);

    private final int[] indexes = new int[SwapColumn.values().length];
    private final Map<SwapColumn, String> arguments = new EnumMap<>(SwapColumn.class);
    private final boolean hasArguments;
    private List<String> fields = List.of();

    /**
     * @param header names of the columns
     * @param named columns that the user has named: label of the column, name in the header
     * @throws IllegalArgumentException if a named column is not in the header
     */
    public SwapFields(List<String> header, Map<String, String> named) {
        for (SwapColumn column : SwapColumn.values()) {
            String name = named.get(column.label());
            indexes[column.ordinal()] = name == null ? column.indexIn(header) : header.indexOf(name);
            if (name != null && !header.contains(name)) {
                throw new IllegalArgumentException("there is no column " + name + " for " + column.label());
            }
        }
        boolean isDecoded = isColumn(SwapColumn.SQRT_PRICE_X96);
        this.hasArguments =
                !isDecoded && (isColumn(SwapColumn.ARGS) || isColumn(SwapColumn.TOPIC0) && isColumn(SwapColumn.DATA));
    }

    /** Returns whether the file has a column, or contains its values in arguments or data. */
    public boolean has(SwapColumn column) {
        return isColumn(column) || hasArguments && ARGUMENTS.contains(column);
    }

    private boolean isColumn(SwapColumn column) {
        return indexes[column.ordinal()] >= 0;
    }

    /**
     * Sets the row.
     *
     * @return false if it is not the event Swap of the pool
     * @throws IllegalArgumentException if it is a swap of PancakeSwap, or its arguments or data are malformed
     */
    public boolean setRow(List<String> row, String poolAddress) {
        fields = row;
        String address = text(SwapColumn.ADDRESS).toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
        if (!address.isEmpty() && !poolAddress.isEmpty() && !poolAddress.endsWith(address)) {
            return false;
        }
        String event = text(SwapColumn.EVENT);
        if (!event.isEmpty() && !event.equalsIgnoreCase("swap")) {
            return false;
        }
        if (!hasArguments) {
            return true;
        }
        return isColumn(SwapColumn.ARGS) ? readArguments() : readData();
    }

    /** Returns the text of a column; empty if the column or its value is missing. */
    public String text(SwapColumn column) {
        int index = indexes[column.ordinal()];
        if (hasArguments && ARGUMENTS.contains(column)) {
            return arguments.getOrDefault(column, "");
        }
        return index < 0 ? "" : fields.get(index);
    }

    private boolean readArguments() {
        arguments.clear();
        JsonObject json;
        try {
            json = JsonParser.parseString(fields.get(indexes[SwapColumn.ARGS.ordinal()]))
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException("the arguments of the event are not a JSON object", e);
        }
        List<String> names = new ArrayList<>(json.keySet());
        for (SwapColumn column : ARGUMENTS) {
            int index = column.indexIn(names);
            JsonElement value = index < 0 ? null : json.get(names.get(index));
            if (value == null || !value.isJsonPrimitive()) {
                throw new IllegalArgumentException("the arguments of the event have no " + column.label());
            }
            arguments.put(column, value.getAsString());
        }
        return true;
    }

    private boolean readData() {
        arguments.clear();
        Matcher topic = WORD.matcher(text(SwapColumn.TOPIC0).toLowerCase(Locale.ROOT));
        if (!topic.find()) {
            throw new IllegalArgumentException("there is no topic of 32 bytes");
        }
        if (topic.group().equals(PANCAKE_SWAP_TOPIC)) {
            throw new IllegalArgumentException("this is a swap of PancakeSwap v3, whose pools Weir does not support");
        }
        if (!topic.group().equals(SWAP_TOPIC)) {
            return false;
        }
        String data = text(SwapColumn.DATA).toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
        if (data.length() != ARGUMENTS.size() * WORD_DIGITS) {
            throw new IllegalArgumentException("the data have " + data.length() + " hexadecimal digits instead of "
                    + ARGUMENTS.size() * WORD_DIGITS);
        }
        for (int i = 0; i < ARGUMENTS.size(); i++) {
            arguments.put(ARGUMENTS.get(i), "0x" + data.substring(i * WORD_DIGITS, (i + 1) * WORD_DIGITS));
        }
        return true;
    }
}
