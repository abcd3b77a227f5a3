package weir.share.repository;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import weir.share.internal.JsonFields;

/**
 * A publisher's claim about the score of a bundle: what {@code weir backtest} has measured, and all that is needed to measure it again. It is
 * unverified until it is replayed. Immutable.
 *
 * @param bundle hash of the JAR
 * @param strategy name of the strategy
 * @param parameters parameters that differ from the defaults
 * @param pool the pool, {@code CHAIN:0x…}
 * @param firstBlock first block of the first round
 * @param lastBlock last block of the period
 * @param historyFrom block of the first swap that the strategy could see
 * @param swapsSha256 hash of all swaps from {@code historyFrom} to {@code lastBlock}
 * @param weir version of Weir that has measured it
 * @param roundBlocks number of blocks of a round
 * @param inventory amounts of token0 and token1 at the start of each round, raw units
 * @param rounds number of rounds with a score
 * @param mean mean score of the strategy by the validator's rule
 * @param hold mean score of holding
 */
public record ScoreReport(
        String bundle,
        String strategy,
        Map<String, String> parameters,
        String pool,
        long firstBlock,
        long lastBlock,
        long historyFrom,
        String swapsSha256,
        String weir,
        long roundBlocks,
        List<BigInteger> inventory,
        long rounds,
        double mean,
        double hold) {

    /** Longest content of the file. */
    public static final int MAX_BYTES = 64 << 10;

    /** The member of {@code weir backtest --json} with the report. */
    public static final String MEMBER = "report";

    private static final int MAX_PARAMETERS = 200;
    private static final long MAX_BLOCK = 1L << 53;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}\\p{Cf}]{0,1000}");
    private static final Pattern POOL = Pattern.compile("[1-9][0-9]{0,9}:0x[0-9a-f]{40}");
    private static final Pattern AMOUNT = Pattern.compile("0|[1-9][0-9]{0,77}");
    private static final Pattern MODEL = Pattern.compile("validator");
    private static final Pattern LOOK_AHEAD = Pattern.compile("none");

    public ScoreReport {
        parameters = Map.copyOf(parameters);
        inventory = List.copyOf(inventory);
    }

    /**
     * Parses the file.
     *
     * @param document name of the file, for messages
     * @throws weir.base.WeirException if a member is missing or malformed
     */
    public static ScoreReport parse(String document, byte[] content) {
        return parse(JsonFields.parse(document, content, MAX_BYTES));
    }

    /**
     * Parses the report in the output of {@code weir backtest --json}.
     *
     * @throws weir.base.WeirException if there is none, or a member is malformed
     */
    public static ScoreReport ofBacktest(String document, byte[] content) {
        JsonFields json = JsonFields.parse(document, content, Integer.MAX_VALUE);
        if (!json.has(MEMBER)) {
            throw json.malformed(
                    MEMBER,
                    "is missing: only backtests with the validator's model and loop, and without look-ahead, can be published");
        }
        return parse(json.object(MEMBER));
    }

    private static ScoreReport parse(JsonFields json) {
        json.requireFormat();
        json.text("model", MODEL);
        json.text("lookahead", LOOK_AHEAD);
        long firstBlock = json.integer("first_block", 0, MAX_BLOCK);
        return new ScoreReport(
                json.text("bundle", SHA_256),
                json.text("strategy", NAME),
                json.object("parameters").texts(NAME, VALUE, MAX_PARAMETERS),
                json.text("pool", POOL),
                firstBlock,
                json.integer("last_block", firstBlock, MAX_BLOCK),
                json.integer("history_from", 0, MAX_BLOCK),
                json.text("swaps_sha256", SHA_256),
                json.text("weir", NAME),
                json.integer("round_blocks", 2, MAX_BLOCK),
                List.of(
                        new BigInteger(json.text("inventory0", AMOUNT)),
                        new BigInteger(json.text("inventory1", AMOUNT))),
                json.integer("rounds", 1, MAX_BLOCK),
                json.number("mean"),
                json.number("hold"));
    }

    /** The report as JSON, with {@code "format": 1}. */
    private JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("format", 1);
        json.addProperty("bundle", bundle);
        json.addProperty("strategy", strategy);
        JsonObject values = new JsonObject();
        new TreeMap<>(parameters).forEach(values::addProperty);
        json.add("parameters", values);
        json.addProperty("pool", pool);
        json.addProperty("first_block", firstBlock);
        json.addProperty("last_block", lastBlock);
        json.addProperty("history_from", historyFrom);
        json.addProperty("swaps_sha256", swapsSha256);
        json.addProperty("weir", weir);
        json.addProperty("model", "validator");
        json.addProperty("round_blocks", roundBlocks);
        json.addProperty("inventory0", inventory.get(0).toString());
        json.addProperty("inventory1", inventory.get(1).toString());
        json.addProperty("rounds", rounds);
        json.addProperty("mean", mean);
        json.addProperty("hold", hold);
        json.addProperty("lookahead", "none");
        return json;
    }

    /** The report as one line of JSON. */
    public String toText() {
        return toJson().toString();
    }

    /** The content of the file. */
    public byte[] toBytes() {
        return JsonFields.toBytes(toJson());
    }

    /** The reports of a head. */
    static List<Entry> entries(JsonFields head, int max) {
        return head.objects("reports", max).stream().map(Entry::parse).toList();
    }

    /** The list of the head. */
    static JsonArray toArray(List<Entry> entries) {
        JsonArray array = new JsonArray();
        for (Entry entry : entries) {
            JsonObject json = new JsonObject();
            json.addProperty("bundle", entry.bundle());
            json.addProperty("path", entry.path());
            json.addProperty("sha256", entry.sha256());
            array.add(json);
        }
        return array;
    }

    /**
     * A report in a repository.
     *
     * @param bundle hash of the JAR
     * @param sha256 hash of the report
     */
    public record Entry(String bundle, String sha256) {

        /** Path of the file in the repository. */
        public String path() {
            return "reports/" + sha256 + ".json";
        }

        private static Entry parse(JsonFields json) {
            Entry entry = new Entry(json.text("bundle", SHA_256), json.text("sha256", SHA_256));
            json.text("path", Pattern.compile(Pattern.quote(entry.path())));
            return entry;
        }
    }
}
