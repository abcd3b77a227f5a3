package weir.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear axis: converts values to coordinates of a drawing.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}, above {@code low}
 * @param from coordinate
 * @param to coordinate
 */
public record LinearScale(double low, double high, double from, double to) {

    /** The coordinate of a value, limited to the axis. */
    public double at(double value) {
        double clamped = Math.max(low, Math.min(high, value));
        return from + (clamped - low) / (high - low) * (to - from);
    }

    /** Round values along the axis. */
    public List<Double> marks(int about) {
        double rough = (high - low) / about;
        double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = magnitude;
        for (double factor : new double[] {2, 5, 10}) {
            step = rough > step * 1.001 ? factor * magnitude : step;
        }
        List<Double> marks = new ArrayList<>();
        for (double i = Math.ceil(low / step); i * step <= high; i++) {
            marks.add(i * step);
        }
        return marks;
    }
}
