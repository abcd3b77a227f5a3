package weir.chain.internal.override;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.chain.AxonInfo;
import weir.chain.Metagraph;
import weir.chain.Neuron;
import weir.protocol.Ss58;

/**
 * Parses the operator's metagraph file:
 *
 * <pre>{@code {"neurons": [{"hotkey": "5C…", "permit": true, "stake": 5000}]}}</pre>
 *
 * <p>{@code hotkey} is an ss58 address, {@code permit} tells whether it has a validator permit, {@code stake} is its total stake in tokens.
 * Other members are ignored. An invalid entry affects no other one; the last valid entry of its hotkey stays in force.
 */
final class MetagraphFileParser {

    private static final int MAX_NEURONS = 4096;
    private static final int MAX_REPORTED_ENTRIES = 10;
    private static final int MAX_SHOWN_CHARS = 40;
    private static final int MAX_NUMBER_CHARS = 100;
    private static final int RAO_DIGITS = 9;
    private static final BigDecimal MAX_RAO = BigDecimal.valueOf(Long.MAX_VALUE);

    /**
     * @param metagraph empty if the whole text is invalid
     * @param problems what is invalid, without the name of the file
     */
    record Result(Optional<Metagraph> metagraph, List<String> problems) {}

    /** @param hotkey {@code null} if it is not an ss58 address */
    private record InvalidRow(int index, String hotkey, String problem) {}

    private final Optional<Metagraph> before;
    private final Map<String, Neuron> neurons = new LinkedHashMap<>();

    private MetagraphFileParser(Optional<Metagraph> before) {
        this.before = before;
    }

    /** @param before the metagraph that was in force before, whose entries replace invalid ones */
    static Result parse(byte[] text, int netuid, Optional<Metagraph> before) {
        MetagraphFileParser parser = new MetagraphFileParser(before);
        try {
            List<String> problems = shorten(parser.parseRows(rows(decode(text))));
            return new Result(Optional.of(new Metagraph(netuid, 0, 0, List.copyOf(parser.neurons.values()))), problems);
        } catch (CharacterCodingException | JsonParseException | IllegalStateException e) {
            return new Result(
                    Optional.empty(),
                    List.of("is not a valid metagraph; the last valid content stays in force: " + e.getMessage()));
        }
    }

    private List<String> parseRows(JsonArray rows) {
        List<InvalidRow> invalid = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            parseRow(i, rows.get(i)).ifPresent(invalid::add);
        }
        // After all rows: a valid row of the file takes precedence over the last valid one of an earlier file.
        return invalid.stream().map(this::keepLastValid).toList();
    }

    private static List<String> shorten(List<String> problems) {
        int more = problems.size() - MAX_REPORTED_ENTRIES;
        return more <= 0
                ? problems
                : problems.stream()
                        .limit(MAX_REPORTED_ENTRIES)
                        .map(problem -> problem + " (and " + more + " more entries)")
                        .toList();
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** Passes over a byte order mark of an editor, as Gson does. */
    private static JsonArray rows(String json) {
        JsonElement root = JsonParser.parseString(json);
        JsonElement rows = root.isJsonObject() ? root.getAsJsonObject().get("neurons") : null;
        if (rows == null || !rows.isJsonArray()) {
            throw new JsonParseException("neurons must be a list");
        }
        if (rows.getAsJsonArray().size() > MAX_NEURONS) {
            throw new JsonParseException("neurons has more than " + MAX_NEURONS + " entries");
        }
        return rows.getAsJsonArray();
    }

    /** Adds a valid entry. Returns an invalid one. */
    private Optional<InvalidRow> parseRow(int index, JsonElement row) {
        String hotkey = null;
        try {
            String text = text(row, "hotkey");
            Ss58.decode(text);
            hotkey = text;
            boolean hasPermit = permit(text(row, "permit"));
            long stakeRao = stakeRao(text(row, "stake"));
            if (neurons.containsKey(hotkey)) {
                throw new IllegalArgumentException("hotkey " + hotkey + " has an entry before; remove one of them");
            }
            add(hotkey, hasPermit, stakeRao);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new InvalidRow(index, hotkey, e.getMessage()));
        }
    }

    private void add(String hotkey, boolean hasPermit, long stakeRao) {
        neurons.put(hotkey, new Neuron(neurons.size(), hotkey, hasPermit, 0, 0, stakeRao, AxonInfo.NONE));
    }

    /** Adds the last valid entry of the row's hotkey, if no other row is valid. Returns a description for the operator. */
    private String keepLastValid(InvalidRow row) {
        Optional<Neuron> lastValid = row.hotkey() == null || neurons.containsKey(row.hotkey())
                ? Optional.empty()
                : before.flatMap(metagraph -> metagraph.neuron(row.hotkey()));
        lastValid.ifPresent(neuron -> add(neuron.hotkey(), neuron.hasPermit(), neuron.totalStake()));
        return "neurons[" + row.index() + "]: " + row.problem()
                + (lastValid.isPresent()
                        ? "; the last valid entry of " + row.hotkey() + " stays in force"
                        : "; the entry is ignored");
    }

    private static String text(JsonElement row, String name) {
        JsonElement value = row.isJsonObject() ? row.getAsJsonObject().get(name) : null;
        if (value == null || !value.isJsonPrimitive()) {
            throw new IllegalArgumentException(name + " is missing, or not a plain value");
        }
        return value.getAsString();
    }

    private static boolean permit(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("permit must be true or false, not " + shown(text));
        };
    }

    /** A stake of more rao than a long holds counts as the largest one: a file may have other units than tokens. */
    private static long stakeRao(String text) {
        try {
            // Unlike Double, BigDecimal does not parse NaN and Infinity.
            BigDecimal tokens = new BigDecimal(text.length() <= MAX_NUMBER_CHARS ? text : "");
            if (tokens.signum() >= 0 && Double.isFinite(tokens.doubleValue())) {
                BigDecimal rao = tokens.movePointRight(RAO_DIGITS);
                // Rounding a number such as 1e-999999999 would take for ever.
                return rao.compareTo(BigDecimal.ONE) < 0
                        ? 0
                        : rao.min(MAX_RAO).setScale(0, RoundingMode.DOWN).longValueExact();
            }
        } catch (NumberFormatException e) {
            // Handled below, like a negative number.
        }
        throw new IllegalArgumentException("stake must be a number of zero or more, not " + shown(text));
    }

    private static String shown(String text) {
        return (text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "…")
                .replaceAll("\\p{Cntrl}", " ");
    }
}
