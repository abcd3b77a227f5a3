package weir.backtest.internal.v3;

import java.util.List;

/**
 * The price segments that a swap crossed.
 *
 * @param segments in the order in which they were crossed
 * @param isProven whether the arithmetic of the pool confirms them
 */
public record SwapRoute(List<Segment> segments, boolean isProven) {}
