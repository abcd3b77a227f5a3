package weir.backtest.experiment;

import weir.strategy.Price;

/**
 * A price at the end of a block.
 *
 * @param block the block
 * @param price the pool's price
 */
public record PricePoint(long block, Price price) {}
