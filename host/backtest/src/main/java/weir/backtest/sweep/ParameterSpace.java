package weir.backtest.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What a sweep varies.
 *
 * @param axes one for each parameter, in the order given
 */
public record ParameterSpace(List<ParameterAxis> axes) {

    /** As many trials as anybody waits for, and as fit into the memory of a command with their results. */
    private static final int MAX_TRIALS = 200_000;

    /** Draws for each one wanted, before a space counts as drawn empty. */
    private static final int PATIENCE = 50;

    /** @throws IllegalArgumentException if two axes are of one parameter */
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
     * Every combination, the last axis varying fastest.
     *
     * @throws IllegalArgumentException if an axis has no listed values, or they are too many together
     */
    public List<Trial> grid() {
        long size = 1;
        for (ParameterAxis axis : axes) {
            if (!axis.listed()) {
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
            trials.add(new Trial(i, at(i)));
        }
        return trials;
    }

    private Map<String, String> at(int index) {
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
     * Combinations at random, none twice: fewer than wanted where there are no more. The same seed gives the same.
     *
     * @throws IllegalArgumentException if too many are wanted
     */
    public List<Trial> draws(int count, long seed) {
        if (count < 1 || count > MAX_TRIALS) {
            throw new IllegalArgumentException(count + " draws are not between 1 and " + MAX_TRIALS);
        }
        SplittableRandom random = new SplittableRandom(seed);
        Set<Map<String, String>> drawn = new LinkedHashSet<>();
        for (long tries = 0; drawn.size() < count && tries < (long) PATIENCE * count; tries++) {
            Map<String, String> parameters = new LinkedHashMap<>();
            axes.forEach(axis -> parameters.put(axis.name(), axis.draw(random)));
            drawn.add(parameters);
        }
        List<Trial> trials = new ArrayList<>();
        drawn.forEach(parameters -> trials.add(new Trial(trials.size(), parameters)));
        return trials;
    }
}
