package weir.backtest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import weir.backtest.round.ChainHead;
import weir.strategy.Price;

/** A recorded chain head: a block for each look, and a first and a later price at each. */
public final class RecordedHead implements ChainHead {

    private final JsonArray blocks;
    private final JsonArray prices;
    private final long endBlock;
    private int look;
    private int pricesSeen;
    private int observationsWithoutCheck;

    public RecordedHead(JsonObject testCase) {
        blocks = testCase.getAsJsonArray("blocks");
        prices = testCase.getAsJsonArray("prices");
        endBlock = testCase.get("end_block").getAsLong();
    }

    @Override
    public boolean isRoundOpen() {
        return look < blocks.size();
    }

    @Override
    public Price price() {
        JsonArray pair = prices.get(look).getAsJsonArray();
        return new Price(pair.get(pricesSeen++ == 0 ? 0 : 1).getAsBigInteger());
    }

    @Override
    public long advance() {
        if (pricesSeen == 0) {
            observationsWithoutCheck++;
        }
        pricesSeen = 0;
        look++;
        return isRoundOpen() ? blocks.get(look).getAsLong() : endBlock;
    }

    /** Number of looks without a query, after which the validator sleeps for a second. */
    public int observationsWithoutCheck() {
        return observationsWithoutCheck;
    }
}
