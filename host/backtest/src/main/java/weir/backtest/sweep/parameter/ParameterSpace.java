package weir.backtest.sweep.parameter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The parameters that a sweep varies.
 *
 * @param axes one per parameter, in order
 */
public record ParameterSpace(List<ParameterAxis> axes) {

    /** Maximum number of trials, because all results are kept in memory. */
    private static final int MAX_TRIALS = 200_000;

    /** Attempts per draw. If all of them give combinations that were drawn before, no further trial is drawn. */
    private static final int ATTEMPTS_PER_DRAW = 50;

    /** @throws IllegalArgumentException if two axes have the same name */
    public ParameterSpace {
        axes = List.copyOf(axes);
        Set<String> names = new LinkedHashSet<>();
        for (ParameterAxis axis : axes) {
            if (!names.add(axis.name())) {
                throw new IllegalArgumentException(
                        "parameter " + axis.name() + " is given twice; give all its values once");
            }
        }
    }

    /**
     * Returns a trial for every combination of listed values; the last axis varies fastest.
     *
     * @throws IllegalArgumentException if an axis has no listed values, or there are too many combinations
     */
    public List<Trial> grid() {
        long size = 1;
        for (ParameterAxis axis : axes) {
            if (!axis.isListed()) {
                throw new IllegalArgumentException(
                        "'" + axis + "' has no step; write " + axis + "/STEP for a grid, or draw with --draws N");
            }
            size *= axis.values().size();
            if (size > MAX_TRIALS) {
                throw new IllegalArgumentException(
                        "the grid has more than " + MAX_TRIALS + " points; take larger steps, or draw with --draws N");
            }
        }
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            trials.add(new Trial(i, combination(i)));
        }
        return trials;
    }

    private Map<String, String> combination(int index) {
        String[] values = new String[axes.size()];
        int rest = index;
        for (int i = axes.size() - 1; i >= 0; i--) {
            List<String> axis = axes.get(i).values();
            values[i] = axis.get(rest % axis.size());
            rest /= axis.size();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            parameters.put(axes.get(i).name(), values[i]);
        }
        return parameters;
    }

    /**
     * Draws trials with distinct random combinations: {@code count}, or fewer if the axes have fewer combinations. The same seed
     * gives the same trials.
     *
     * @throws IllegalArgumentException if {@code count} is too large
     */
    public List<Trial> draws(int count, long seed) {
        if (count < 1 || count > MAX_TRIALS) {
            throw new IllegalArgumentException(count + " draws are not between 1 and " + MAX_TRIALS);
        }
        SplittableRandom random = new SplittableRandom(seed);
        Set<Map<String, String>> drawn = new LinkedHashSet<>();
        for (long tries = 0; drawn.size() < count && tries < (long) ATTEMPTS_PER_DRAW * count; tries++) {
            Map<String, String> parameters = new LinkedHashMap<>();
            axes.forEach(axis -> parameters.put(axis.name(), axis.draw(random)));
            drawn.add(parameters);
        }
        List<Trial> trials = new ArrayList<>();
        drawn.forEach(parameters -> trials.add(new Trial(trials.size(), parameters)));
        return trials;
    }
}
