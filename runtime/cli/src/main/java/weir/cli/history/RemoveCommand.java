package weir.cli.history;

import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapStore;

/** {@code weir history remove}. */
@Command(
        name = "remove",
        description = {
            "Removes the swaps of a pool, or of a range of its blocks, from the history.",
            "Interrupted imports of the pool start again from the beginning."
        },
        sortOptions = false)
final class RemoveCommand implements Runnable {

    @Mixin
    private BlockOptions options;

    @Mixin
    private HomeOption home;

    @Override
    public void run() {
        PoolKey pool = options.pool();
        BlockRange blocks = options.blocks();
        try (SwapStore store = SwapStore.embedded(home.home().history())) {
            if (store.pool(pool).isEmpty()) {
                throw WeirException.usage(
                        "the history has no swaps of pool " + pool, "`weir history info` lists its pools.");
            }
            System.out.printf(Locale.ROOT, "%,d swaps removed%n", store.remove(pool, blocks));
        }
    }
}
