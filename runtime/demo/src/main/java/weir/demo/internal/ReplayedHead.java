package weir.demo.internal;

import weir.backtest.round.ChainHead;
import weir.strategy.Price;

/** The head of a recorded chain, which advances by one check interval at a time. */
final class ReplayedHead implements ChainHead {

    private final DemoMarket market;
    private final long interval;
    private long block;

    ReplayedHead(DemoMarket market, long interval) {
        this.market = market;
        this.interval = interval;
        this.block = market.startBlock();
    }

    @Override
    public boolean isRoundOpen() {
        return block < market.endBlock();
    }

    @Override
    public Price price() {
        return market.priceAfter(block);
    }

    @Override
    public long advance() {
        block = Math.min(block + interval, market.endBlock());
        return block;
    }
}
