package weir.evm.internal.fetch;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.evm.internal.logs.RecordedPool;
import weir.evm.internal.rpc.LoopbackNode;

/** A fetch of recorded logs in a process that is killed. The fetch from a real EVM is killed more often. */
class KilledFetchTest {

    @TempDir
    private Path folder;

    @Test
    void killsCostAtMostOneAnswerEach() throws Exception {
        RecordedPool pool = RecordedPool.load("slipstream");
        FetchFixture fixture = new FetchFixture(folder.resolve("whole"), pool.key());
        long first = pool.blocks().first();
        try (LoopbackNode node = new LoopbackNode(new RecordedNode(pool))) {
            fixture.fetch(first, node);
        }
        KilledFetch.check(pool.key(), first, new RecordedNode(pool), fixture.directory(), folder, 3);
    }
}
