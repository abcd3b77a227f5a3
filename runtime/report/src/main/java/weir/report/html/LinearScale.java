package weir.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear axis: converts values to coordinates of a drawing.
 *
 * @param low value at {@code fromCoordinate}
 * @param high value at {@code toCoordinate}, above {@code low}
 * @param fromCoordinate coordinate in the drawing
 * @param toCoordinate coordinate in the drawing
 */
public record LinearScale(double low, double high, double fromCoordinate, double toCoordinate) {

    /** The coordinate of a value, limited to the axis. */
    public double coordinate(double value) {
        double clamped = Math.max(low, Math.min(high, value));
        return fromCoordinate + (clamped - low) / (high - low) * (toCoordinate - fromCoordinate);
    }

    /** About {@code count} round values along the axis, for grid lines and labels. */
    public List<Double> roundValues(int count) {
        double exactStep = (high - low) / count;
        double magnitude = Math.pow(10, Math.floor(Math.log10(exactStep)));
        double step = magnitude;
        for (double factor : new double[] {2, 5, 10}) {
            step = exactStep > step * 1.001 ? factor * magnitude : step;
        }
        List<Double> values = new ArrayList<>();
        for (double i = Math.ceil(low / step); i * step <= high; i++) {
            values.add(i * step);
        }
        return values;
    }
}
