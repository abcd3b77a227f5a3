package weir.demo.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.backtest.Swaps;
import weir.backtest.round.LoopOptions;
import weir.backtest.round.Round;
import weir.backtest.round.RoundLoop;
import weir.backtest.round.RoundResult;
import weir.backtest.score.ScoringTargets;
import weir.demo.DendriteResponse;
import weir.demo.internal.HostMiner.Exchange;
import weir.fixtures.JarBuilder;
import weir.fixtures.SwapBuilder;
import weir.history.pool.PoolMetadata;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;

/** Small rounds that were really played by the validator's loop, with answers that a test chooses. */
final class Rounds {

    static final PoolMetadata POOL = new PoolMetadata(
            8453,
            "0x" + "5eed".repeat(10),
            new PoolMetadata.Token("A<B", 18),
            new PoolMetadata.Token("USD", 6),
            3000,
            60);

    private static final Inventory INVENTORY = new Inventory(BigInteger.TEN.pow(19), BigInteger.TEN.pow(10));

    private Rounds() {}

    /** A price that climbs a tick with every swap, a swap every 10 blocks. */
    static DemoMarket market(int swaps) {
        List<Swap> list = new ArrayList<>();
        for (int i = 0; i < swaps; i++) {
            list.add(SwapBuilder.inBlock(1000 + 10L * i)
                    .tick(-207_240 + i)
                    .liquidity(BigInteger.TEN.pow(16))
                    .amounts(-1_000_000_000_000L, 1_000)
                    .build());
        }
        return DemoMarket.of(POOL, Swaps.of(list), "a <test>");
    }

    interface Answers {
        DendriteResponse to(int number, RebalanceQuery query);
    }

    static DendriteResponse desired(RebalanceQuery query, List<Position> positions, String version, long nanos) {
        return new DendriteResponse(null, true, "", positions, version, "s on r: because", nanos);
    }

    static Position around(int tick, int halfWidth) {
        int centre = Math.floorDiv(tick, 60) * 60;
        return new Position(centre - halfWidth, centre + halfWidth, BigInteger.TEN.pow(18), BigInteger.TEN.pow(9));
    }

    static DemoRound play(Path folder, int swaps, Answers answers) throws IOException {
        DemoMarket market = market(swaps);
        List<Exchange> exchanges = new ArrayList<>();
        int queries = (int) ((market.endBlock() - market.startBlock() + 99) / 100);
        MidRoundUpgrade upgrade = new MidRoundUpgrade(
                bundle(folder), Files.createDirectories(folder.resolve("plugins")), queries, Duration.ofMillis(50));
        Round round = new Round(
                "j",
                "0x" + "da".repeat(20),
                POOL.address(),
                POOL.chainId(),
                "r",
                market.startBlock(),
                100,
                POOL.feeRate(),
                POOL.tickSpacing(),
                List.of(),
                INVENTORY,
                LoopOptions.DEFAULT);
        RoundResult result = new RoundLoop(round, ScoringTargets.byName(ScoringTargets.VALIDATOR))
                .runBatch(
                        Map.of(0, query -> {
                            int number = exchanges.size();
                            upgrade.beforeQuery(number);
                            DendriteResponse response = answers.to(number, query);
                            upgrade.afterQuery(number, response.version());
                            exchanges.add(new Exchange(query, response));
                            return HostMiner.toReply(response);
                        }),
                        new ReplayedHead(market, 100),
                        market.swaps())
                .get(0);
        return new DemoRound(market, "s", round, exchanges, upgrade, result);
    }

    private static Path bundle(Path folder) throws IOException {
        return new JarBuilder().header("Bundle-Version", "1.0.0").writeTo(folder.resolve("s-1.0.0.jar"));
    }
}
