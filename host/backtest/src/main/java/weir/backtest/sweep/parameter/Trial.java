package weir.backtest.sweep.parameter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One backtest of a sweep: a combination of parameter values.
 *
 * @param index position in the sweep, from 0
 * @param parameters values by name, in the order of the axes
 */
public record Trial(int index, Map<String, String> parameters) {

    public Trial {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
