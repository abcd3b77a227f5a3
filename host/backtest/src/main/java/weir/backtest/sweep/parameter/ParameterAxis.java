package weir.backtest.sweep.parameter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parameter of a strategy and the values to try. Its text form is {@code NAME=a..b/step} (from {@code a} to {@code b} in steps),
 * {@code NAME=a,b,c} (these values; {@code [a,b]} is one value, a list), {@code NAME=a} (a constant), or {@code NAME=a..b} (a range from which values are drawn at random).
 *
 * @param name name of the parameter
 * @param values listed values in order; empty if values are drawn from the range
 * @param low smallest number; {@code null} if the axis is not a range
 * @param high greatest number; {@code null} if the axis is not a range
 */
public record ParameterAxis(String name, List<String> values, BigDecimal low, BigDecimal high) {

    private static final int MAX_VALUES = 100_000;

    /** Decimal places of a drawn number, in addition to those of the ends of its range. */
    private static final int EXTRA_DECIMAL_PLACES = 4;

    /** Largest absolute value, because a drawn integer must fit a long. */
    private static final BigDecimal MAX_NUMBER = BigDecimal.TEN.pow(18);

    /** A value in brackets is a list, for a parameter that has several values. */
    private static final String COMMA_OUTSIDE_BRACKETS = ",(?![^\\[]*\\])";

    private static final String NUMBER = "([+-]?\\d{1,40}(?:\\.\\d{1,40})?(?:[eE][+-]?\\d{1,2})?)";
    private static final Pattern RANGE = Pattern.compile(NUMBER + "\\.\\." + NUMBER + "(?:/" + NUMBER + ")?");

    public ParameterAxis {
        values = List.copyOf(values);
    }

    /**
     * Parses an axis.
     *
     * @throws IllegalArgumentException if the text is invalid; the message shows valid forms
     */
    public static ParameterAxis parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0 || equals == text.length() - 1) {
            throw invalid(text, "has no name or no value");
        }
        String name = text.substring(0, equals).strip();
        String values = text.substring(equals + 1).strip();
        Matcher range = RANGE.matcher(values);
        if (range.matches()) {
            return parseRange(text, name, range);
        }
        if (values.contains("..")) {
            throw invalid(text, "is not a range");
        }
        List<String> list = Arrays.stream(values.split(COMMA_OUTSIDE_BRACKETS, -1))
                .map(String::strip)
                .toList();
        if (list.contains("")) {
            throw invalid(text, "has an empty value");
        }
        if (list.stream().distinct().count() < list.size()) {
            throw invalid(text, "names a value twice");
        }
        return new ParameterAxis(name, list, null, null);
    }

    private static ParameterAxis parseRange(String text, String name, Matcher range) {
        BigDecimal low = new BigDecimal(range.group(1));
        BigDecimal high = new BigDecimal(range.group(2));
        if (low.compareTo(high) >= 0) {
            throw invalid(text, "starts at or above its end");
        }
        if (low.abs().max(high.abs()).compareTo(MAX_NUMBER) > 0) {
            throw invalid(text, "goes beyond 10^18");
        }
        if (range.group(3) == null) {
            return new ParameterAxis(name, List.of(), low, high);
        }
        BigDecimal step = new BigDecimal(range.group(3));
        if (step.signum() <= 0) {
            throw invalid(text, "has a step that is not positive");
        }
        if (high.subtract(low).divide(step, 0, RoundingMode.DOWN).compareTo(BigDecimal.valueOf(MAX_VALUES)) >= 0) {
            throw invalid(text, "has more than " + MAX_VALUES + " values");
        }
        List<String> values = new ArrayList<>();
        for (BigDecimal value = low; value.compareTo(high) <= 0; value = value.add(step)) {
            values.add(value.toPlainString());
        }
        return new ParameterAxis(name, values, low, high);
    }

    private static IllegalArgumentException invalid(String text, String problem) {
        return new IllegalArgumentException("'" + text + "' " + problem
                + "; write NAME=1000..4000/500, NAME=a,b,c, NAME=a, or with --draws NAME=0.05..0.5");
    }

    /** Whether the values are listed, so that a grid can use them. */
    public boolean isListed() {
        return !values.isEmpty();
    }

    /** Draws a value at random: a listed one, or a number in the range, which is an integer if both ends are integers. */
    String draw(SplittableRandom random) {
        if (isListed()) {
            return values.get(random.nextInt(values.size()));
        }
        int decimalPlaces = Math.max(low.scale(), high.scale());
        if (decimalPlaces == 0) {
            return Long.toString(random.nextLong(low.longValueExact(), high.longValueExact() + 1));
        }
        BigDecimal fraction = BigDecimal.valueOf(random.nextDouble());
        return low.add(high.subtract(low).multiply(fraction))
                .setScale(decimalPlaces + EXTRA_DECIMAL_PLACES, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /**
     * Returns the end of the tried values at which a value lies. Better values may lie beyond that end.
     *
     * @return {@code lowest} or {@code highest}; empty if it lies at neither, or there are fewer than three values
     */
    public String edgeAt(String value) {
        if (!isListed()) {
            BigDecimal margin = high.subtract(low).multiply(new BigDecimal("0.05"));
            BigDecimal drawn = new BigDecimal(value);
            return drawn.compareTo(low.add(margin)) < 0
                    ? "lowest"
                    : drawn.compareTo(high.subtract(margin)) > 0 ? "highest" : "";
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
        return name + "=" + (low == null ? String.join(",", values) : low + ".." + high + stepSuffix());
    }

    private String stepSuffix() {
        return values.size() < 2
                ? ""
                : "/" + new BigDecimal(values.get(1)).subtract(low).toPlainString();
    }
}
