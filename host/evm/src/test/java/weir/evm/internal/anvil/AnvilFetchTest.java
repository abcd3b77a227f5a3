package weir.evm.internal.anvil;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.evm.HistoryFetch.Report;
import weir.evm.internal.fetch.FetchFixture;
import weir.evm.internal.fetch.KilledFetch;
import weir.evm.internal.rpc.LoopbackNode;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.SwapStore;
import weir.history.load.ContinuityCheck;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadata.Token;

/** Fetches from a real EVM with the real contracts of Uniswap v3. Skipped where npm is not reachable. */
class AnvilFetchTest {

    private static final int TRADES = 150;

    /** The block that creates the pool. The one before creates its factory. */
    private static final long FIRST_BLOCK = Anvil.FIRST_BLOCK + 2;

    /** Number of kills; a long form of the test sets more. */
    private static final int KILLS = Integer.getInteger("weir.fetch.kills", 2);

    @TempDir
    private Path folder;

    @Test
    @Timeout(5_400)
    void realPoolIsFetchedAndSurvivesKills() throws Exception {
        try (Anvil anvil = Anvil.start(folder)) {
            UniswapOnAnvil pool = UniswapOnAnvil.deploy(anvil, folder);
            pool.tradeAtRandom(TRADES, 14);
            FetchFixture fixture = new FetchFixture(folder.resolve("whole"), pool.pool());
            try (LoopbackNode node = new LoopbackNode(anvil::call)) {
                checkFetch(fixture, pool, node);
                // Later blocks become final, and the same command adds them.
                pool.swap(true, BigInteger.TEN.pow(16));
                pool.swap(true, BigInteger.TEN.pow(16));
                assertEquals(2, fetch(fixture, node).fetchedBlocks());
            }
            KilledFetch.check(pool.pool(), FIRST_BLOCK, anvil::call, fixture.directory(), folder, KILLS);
        }
    }

    private static void checkFetch(FetchFixture fixture, UniswapOnAnvil pool, LoopbackNode node) throws IOException {
        WeirException e = assertThrows(WeirException.class, () -> fixture.fetch(FIRST_BLOCK - 1, node));
        assertTrue(e.remedy().contains("--from " + FIRST_BLOCK), e::remedy);
        Report report = fetch(fixture, node);
        assertEquals(new Token("WETH", 18), report.pool().token0());
        assertEquals(new Token("USDC", 6), report.pool().token1());
        assertEquals(500, report.pool().feePips());
        assertEquals(10, report.pool().tickSpacing());
        assertEquals(PoolMetadata.Kind.UNISWAP_V3, report.pool().kind().orElseThrow());
        assertTrue(report.swaps() > TRADES / 2, report::toString);
        assertTrue(report.events() > 10, report::toString);
        try (SwapStore store = fixture.store()) {
            PoolInfo info = store.pool(pool.pool()).orElseThrow();
            assertEquals(List.of(report.blocks()), info.covered());
            assertEquals(report.swaps(), info.rows());
            assertEquals(report.events(), info.events());
            ContinuityCheck.Report check = ContinuityCheck.check(
                    store,
                    pool.pool(),
                    BlockRange.all(),
                    OptionalInt.of(report.pool().tickSpacing()));
            assertEquals(0, check.gapCount());
            assertTrue(check.proven() > report.swaps() / 2, check::toString);
        }
    }

    private static Report fetch(FetchFixture fixture, LoopbackNode node) {
        return fixture.fetch(FIRST_BLOCK, node);
    }
}
