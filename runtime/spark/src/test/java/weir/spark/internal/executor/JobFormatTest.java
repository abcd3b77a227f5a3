package weir.spark.internal.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weir.backtest.experiment.StoredMarket;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.round.RoundPlan;
import weir.backtest.round.VaultPosition;
import weir.backtest.sweep.BuildIdentity;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.sweep.result.ChunkResult.RoundScore;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.PoolFees;
import weir.backtest.walkforward.Chunk;
import weir.history.BlockRange;
import weir.history.pool.PoolMetadata;
import weir.spark.internal.content.ContentFile;
import weir.spark.internal.executor.SweepJob.Settings;
import weir.spark.internal.executor.SweepJob.Task;
import weir.uniswap.v3.TickRange;

/** Messages between driver and executors keep every value. */
class JobFormatTest {

    private static final BigInteger LARGE = BigInteger.TWO.pow(127).add(BigInteger.ONE);

    @Test
    void jobsAndTasksAreReadAsWritten() {
        PoolMetadata pool = new PoolMetadata(
                8453,
                StoredMarket.POOL.address(),
                StoredMarket.POOL.token0(),
                StoredMarket.POOL.token1(),
                500,
                10,
                Optional.of(PoolMetadata.Kind.SLIPSTREAM));
        RoundPlan rounds = RoundPlan.of(StoredMarket.POOL, StoredMarket.INVENTORY, 450);
        RoundPlan withVault = rounds.with(
                100, 0.1 + 0.2, rounds.template().loop(), List.of(new VaultPosition(new TickRange(-10, 20), LARGE)));
        for (PoolMetadata metadata : List.of(pool, StoredMarket.POOL)) {
            SweepJob job = new SweepJob(
                    new BuildIdentity("1.2.3", "ab".repeat(32)),
                    new Settings(
                            metadata,
                            new BlockRange(5, 1L << 52),
                            withVault,
                            List.of("validator"),
                            Set.of(Model.VALIDATOR, Model.V3),
                            new GasCosts(LARGE, BigInteger.ZERO, BigInteger.ONE),
                            new PoolFees(500, 100_000, true)),
                    "name@1.2.3",
                    List.of(new ContentFile("plugins/ü.jar", "cd", Long.MAX_VALUE)),
                    Optional.of("file:///shared"));
            assertEquals(job, JobFormat.read(JobFormat.write(job), SweepJob.class));
        }
        Task task = new Task(List.of(new Trial(7, Map.of("a", "0.1"))), new Chunk(3, 4), List.of());
        assertEquals(task, JobFormat.read(JobFormat.write(task), Task.class));
    }

    @Test
    void resultsKeepEveryBit() {
        TaskResult result = new TaskResult(
                "",
                List.of(
                        ChunkResult.ofRejected("ü".repeat(100_000)),
                        new ChunkResult(
                                "",
                                List.of(
                                        new RoundScore(Ending.SCORED, 3, 0.1 + 0.2, -0.0),
                                        new RoundScore(Ending.FAILED, 0, Double.NaN, Double.NEGATIVE_INFINITY)))));
        assertEquals(result, TaskResult.parse(result.toBytes()));
        TaskResult refused = TaskResult.ofRefused("another version");
        assertEquals(refused, TaskResult.parse(refused.toBytes()));
    }
}
