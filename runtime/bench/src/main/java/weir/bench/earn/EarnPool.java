package weir.bench.earn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import weir.backtest.Swaps;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.StoredPool;
import weir.backtest.result.Model;
import weir.backtest.round.RoundPlan;
import weir.backtest.score.ScoringTarget;
import weir.backtest.v3.GasCosts;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapStore;
import weir.history.load.HistoryImport;
import weir.history.pool.PoolMetadata;
import weir.strategy.Price;

/**
 * A pool whose swaps are stored, and a part of its rounds.
 *
 * @param name directory of the data set
 * @param hash SHA-256 of the file of swaps
 * @param store the store, open
 * @param stored the pool
 * @param rounds the part of the rounds
 */
record EarnPool(String name, String hash, SwapStore store, StoredPool stored, BlockRange rounds) {

    static final long ROUND_BLOCKS = 75;
    /** The first 60 % of the rounds serve to choose, the others to judge. */
    private static final double CHOOSING_SHARE = 0.6;

    /**
     * Imports a data set as {@code weir history import} does.
     *
     * @param isChoosing whether to use the first part of the rounds
     */
    static EarnPool load(Path folder, SwapStore store, boolean isChoosing) throws IOException {
        Path file = folder.resolve("swaps.csv.gz");
        if (!Files.isReadable(file)) {
            throw WeirException.failed(
                    "cannot read " + file,
                    "Set WEIR_DATA to the directory with the three data sets of docs/research.md.");
        }
        PoolMetadata pool = PoolMetadata.read(folder.resolve("pool.json"));
        new HistoryImport(store, progress -> {}).fromCsv(file, pool.key(), BlockRange.all());
        PoolInfo info = store.pool(pool.key()).orElseThrow();
        long count = (info.lastBlock() - info.firstBlock() + 1) / ROUND_BLOCKS;
        long boundary = info.firstBlock() + (long) (count * CHOOSING_SHARE) * ROUND_BLOCKS;
        BlockRange rounds = isChoosing
                ? new BlockRange(info.firstBlock(), boundary - 1)
                : new BlockRange(boundary, info.firstBlock() + count * ROUND_BLOCKS - 1);
        return new EarnPool(
                folder.getFileName().toString(), Sha256.of(file), store, new StoredPool(info, pool), rounds);
    }

    long roundCount() {
        return (rounds.last() - rounds.first() + 1) / ROUND_BLOCKS;
    }

    PoolMetadata metadata() {
        return stored.metadata();
    }

    /** The settings of {@code weir backtest --round-blocks 75}. */
    BacktestPlan plan(List<ScoringTarget> targets) {
        Price price =
                stored.priceBefore(store, rounds.first()).orElseGet(() -> stored.priceAtOrAfter(store, rounds.first()));
        return new BacktestPlan(
                store,
                metadata(),
                rounds,
                RoundPlan.of(metadata(), StoredPool.defaultInventory(metadata(), price), ROUND_BLOCKS),
                targets,
                Set.of(Model.values()),
                GasCosts.ZERO);
    }

    /** All swaps up to the last round. */
    Swaps swaps() {
        Swaps.Builder swaps = Swaps.builder(200_000);
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = store.scan(metadata().key(), new BlockRange(0, rounds.last()))) {
            while (cursor.next(batch)) {
                swaps.add(batch);
            }
        }
        return swaps.build();
    }
}
