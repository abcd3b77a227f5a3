package weir.evm.internal.rpc;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.evm.internal.rpc.RpcException.Kind;
import weir.evm.internal.rpc.RpcException.Refusal;
import weir.history.BlockRange;

/**
 * Says what the refusal of a node means. Codes mean different things at different providers and texts change, so a text is classified by
 * a few words of each kind. A text without any of them is {@link Kind#UNKNOWN}. Stateless.
 */
final class RefusalClassifier {

    private record Rule(Kind kind, Pattern words) {
        Rule(Kind kind, String words) {
            this(kind, Pattern.compile(words));
        }
    }

    /** The first rule whose words occur in the text decides. All texts are compared in lower case. */
    private static final List<Rule> RULES = List.of(
            new Rule(Kind.REVERTED, "revert|invalid opcode|stack underflow|out of gas|invalid jump"),
            new Rule(
                    Kind.RATE,
                    "rate.?limit|too many requests|request (?:rate|count|limit)|requests? per|per second"
                            + "|/second|compute units|throughput|quota|credits"),
            new Rule(
                    Kind.RESULTS,
                    "results|response size|response (?:is )?too (?:large|big)|too large response"
                            + "|tim(?:ed?|e|ing)[ -]?out|deadline exceeded|more than [0-9,]+k? logs|too many logs"
                            + "|\\blogs? (?:limit|matched)|body (?:is )?too large"),
            new Rule(
                    Kind.BEYOND_HEAD,
                    "data not available|beyond (?:the )?(?:current )?head|after (?:the )?(?:last|latest)"
                            + "|greater than (?:the )?latest|in the future|not yet available"),
            new Rule(
                    Kind.UNKNOWN_BLOCK,
                    "unknown block|header not found|block (?:was )?not found|could not find block"
                            + "|cannot query unfinalized"),
            new Rule(Kind.RANGE, "\\brange\\b|\\bblocks\\b|block distance"),
            new Rule(
                    Kind.FATAL,
                    "archive|token|api.?key|unauthori[sz]ed|forbidden|denied|not allowed|whitelist|payment"
                            + "|subscription|missing trie node|state .*(?:not available|pruned|discarded)|pruned"
                            + "|(?:method|tag).*(?:not (?:found|supported|available|exist)|unsupported)|unsupported|does not exist"),
            new Rule(Kind.RETRY, "no backend|unavailable|overloaded|try again|internal error|temporar|busy|capacity"));

    /** Codes whose meaning does not depend on the text, of the providers that are known to send them. */
    private static final int LOAD_SHEDDING = -32012;

    private static final int NO_HEALTHY_BACKEND = -32011;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int EXECUTION_REVERTED = 3;

    /** "limited to a 2,000 range", "maximum is set to 2048", "up to a 500 block range", "exceeds limit of 10000". */
    private static final Pattern MAX_BLOCKS = Pattern.compile(
            "(?:limit(?:ed)?|max(?:imum)?|up to|at most|exceeds?)\\b[^0-9.]{0,40}?(?:0 ?- ?)?([0-9][0-9,_]*)(k?)\\b");

    private static final Pattern SUGGESTED =
            Pattern.compile("(0x[0-9a-f]{1,15}|[0-9]{4,15}) ?[,-] ?(0x[0-9a-f]{1,15}|[0-9]{4,15})");

    /** First blocks from here on look like times, see {@link BlockRange}. */
    private static final long MAX_BLOCK = 1_000_000_000L;

    private RefusalClassifier() {}

    /**
     * Classifies a refusal.
     *
     * @param status HTTP status
     * @param code code of the JSON-RPC error; empty if the answer is not a JSON-RPC error
     * @param text message of the error, or the beginning of another body
     */
    static Refusal classify(int status, OptionalLong code, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Kind kind = kind(status, code, lower);
        OptionalLong maxBlocks = kind == Kind.RANGE ? maxBlocks(lower) : OptionalLong.empty();
        boolean concernsRange = kind == Kind.RANGE || kind == Kind.RESULTS;
        return new Refusal(kind, maxBlocks, concernsRange ? suggested(lower) : Optional.empty());
    }

    private static Kind kind(int status, OptionalLong code, String lower) {
        long number = code.orElse(0);
        if (status == 429) {
            return Kind.RATE;
        }
        if (number == LOAD_SHEDDING || number == NO_HEALTHY_BACKEND) {
            return Kind.RETRY;
        }
        if (number == EXECUTION_REVERTED) {
            return Kind.REVERTED;
        }
        if (number == METHOD_NOT_FOUND) {
            return Kind.FATAL;
        }
        Kind kind = code.isPresent() ? byWords(lower) : Kind.UNKNOWN;
        return kind == Kind.UNKNOWN && status != 200 ? byStatus(status) : kind;
    }

    private static Kind byStatus(int status) {
        return switch (status) {
            case 413 -> Kind.RESULTS;
            // Providers send their refusals of a range with it, too.
            case 400 -> Kind.UNKNOWN;
            case 408 -> Kind.RETRY;
            default -> status >= 500 ? Kind.RETRY : Kind.FATAL;
        };
    }

    private static Kind byWords(String lower) {
        return RULES.stream()
                .filter(rule -> rule.words.matcher(lower).find())
                .map(Rule::kind)
                .findFirst()
                .orElse(Kind.UNKNOWN);
    }

    private static OptionalLong maxBlocks(String lower) {
        Matcher matcher = MAX_BLOCKS.matcher(lower);
        if (!matcher.find()) {
            return OptionalLong.empty();
        }
        String digits = matcher.group(1).replaceAll("[,_]", "");
        if (digits.length() > 12) {
            return OptionalLong.empty();
        }
        long blocks = Long.parseLong(digits) * (matcher.group(2).isEmpty() ? 1 : 1_000);
        return blocks > 0 ? OptionalLong.of(blocks) : OptionalLong.empty();
    }

    private static Optional<BlockRange> suggested(String lower) {
        Matcher matcher = SUGGESTED.matcher(lower);
        if (!matcher.find()) {
            return Optional.empty();
        }
        long first = number(matcher.group(1));
        long last = number(matcher.group(2));
        return first <= last && last < MAX_BLOCK ? Optional.of(new BlockRange(first, last)) : Optional.empty();
    }

    private static long number(String text) {
        return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
    }
}
