package weir.backtest.sweep;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One parameter and the values that it is tried with. Written {@code NAME=a..b/step} (both ends, and from {@code a} in steps),
 * {@code NAME=a,b,c} (these), {@code NAME=a} (always this), or {@code NAME=a..b}, from which values can only be drawn.
 *
 * @param name the parameter
 * @param values in order; empty where values can only be drawn
 * @param low least number, or {@code null} where the values are no range
 * @param high greatest number, likewise
 */
public record ParameterAxis(String name, List<String> values, BigDecimal low, BigDecimal high) {

    /** More would be a slip of the pen. */
    private static final int MAX_VALUES = 100_000;

    /** Places that a drawn number has beyond those of its range's ends. */
    private static final int MORE_PLACES = 4;

    /** Beyond it a drawn number would be none of Java's whole ones. */
    private static final BigDecimal FARTHEST = BigDecimal.TEN.pow(18);

    private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?)";
    private static final Pattern RANGE = Pattern.compile(NUMBER + "\\.\\." + NUMBER + "(?:/" + NUMBER + ")?");

    public ParameterAxis {
        values = List.copyOf(values);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException saying what is wrong and what may stand there
     */
    public static ParameterAxis parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0 || equals == text.length() - 1) {
            throw wrong(text, "has no name or no value");
        }
        String name = text.substring(0, equals);
        String values = text.substring(equals + 1);
        Matcher range = RANGE.matcher(values);
        if (range.matches()) {
            return range(text, name, range);
        }
        if (values.contains("..")) {
            throw wrong(text, "is no range");
        }
        List<String> list = List.of(values.split(",", -1));
        if (list.contains("")) {
            throw wrong(text, "has an empty value");
        }
        if (list.stream().distinct().count() < list.size()) {
            throw wrong(text, "names a value twice");
        }
        return new ParameterAxis(name, list, null, null);
    }

    private static ParameterAxis range(String text, String name, Matcher range) {
        BigDecimal low = new BigDecimal(range.group(1));
        BigDecimal high = new BigDecimal(range.group(2));
        if (low.compareTo(high) >= 0) {
            throw wrong(text, "begins at or above its end");
        }
        if (low.abs().max(high.abs()).compareTo(FARTHEST) > 0) {
            throw wrong(text, "goes beyond 10^18");
        }
        if (range.group(3) == null) {
            return new ParameterAxis(name, List.of(), low, high);
        }
        BigDecimal step = new BigDecimal(range.group(3));
        if (step.signum() <= 0) {
            throw wrong(text, "has a step that does not rise");
        }
        if (high.subtract(low).divide(step, 0, RoundingMode.DOWN).compareTo(BigDecimal.valueOf(MAX_VALUES)) >= 0) {
            throw wrong(text, "has more than " + MAX_VALUES + " values");
        }
        List<String> values = new ArrayList<>();
        for (BigDecimal value = low; value.compareTo(high) <= 0; value = value.add(step)) {
            values.add(value.toPlainString());
        }
        return new ParameterAxis(name, values, low, high);
    }

    private static IllegalArgumentException wrong(String text, String fault) {
        return new IllegalArgumentException("'" + text + "' " + fault
                + "; write NAME=1000..4000/500, NAME=a,b,c, NAME=a, or with --draws NAME=0.05..0.5");
    }

    /** Whether a grid can go through it. */
    public boolean listed() {
        return !values.isEmpty();
    }

    /** A value at random: one of those listed, otherwise a number of the range, a whole one where both ends are. */
    String draw(SplittableRandom random) {
        if (listed()) {
            return values.get(random.nextInt(values.size()));
        }
        int places = Math.max(low.scale(), high.scale());
        if (places == 0) {
            return Long.toString(random.nextLong(low.longValueExact(), high.longValueExact() + 1));
        }
        BigDecimal part = BigDecimal.valueOf(random.nextDouble());
        return low.add(high.subtract(low).multiply(part))
                .setScale(places + MORE_PLACES, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /**
     * Which end of what was tried a value sits on, so that beyond it there may be a better one.
     *
     * @return {@code lowest} or {@code highest}; empty where it sits on none, or there are no three values to tell
     */
    String edge(String value) {
        if (!listed()) {
            BigDecimal part = high.subtract(low).multiply(new BigDecimal("0.05"));
            BigDecimal drawn = new BigDecimal(value);
            return drawn.compareTo(low.add(part)) < 0
                    ? "lowest"
                    : drawn.compareTo(high.subtract(part)) > 0 ? "highest" : "";
        }
        if (values.size() < 3 || !values.stream().allMatch(text -> text.matches(NUMBER))) {
            return "";
        }
        BigDecimal number = new BigDecimal(value);
        boolean lowest = values.stream().allMatch(text -> new BigDecimal(text).compareTo(number) >= 0);
        boolean highest = values.stream().allMatch(text -> new BigDecimal(text).compareTo(number) <= 0);
        return lowest ? "lowest" : highest ? "highest" : "";
    }

    @Override
    public String toString() {
        return name + "=" + (low == null ? String.join(",", values) : low + ".." + high + step());
    }

    private String step() {
        return values.size() < 2
                ? ""
                : "/" + new BigDecimal(values.get(1)).subtract(low).toPlainString();
    }
}
