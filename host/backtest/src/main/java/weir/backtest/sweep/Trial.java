package weir.backtest.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A set of parameters with which a sweep plays the period.
 *
 * @param index position in the sweep, from 0
 * @param parameters values by name, in the order of the axes
 */
public record Trial(int index, Map<String, String> parameters) {

    public Trial {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
