package weir.backtest.internal.v3;

import java.util.List;

/**
 * The route of a swap: the price segments that it crossed.
 *
 * @param segments segments in the order of the swap
 * @param isProven whether the arithmetic of the pool requires exactly the recorded input for these segments
 */
public record SwapRoute(List<Segment> segments, boolean isProven) {}
