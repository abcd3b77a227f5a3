package weir.history.internal.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.history.EventVectors;
import weir.history.SwapRow;
import weir.vectors.Recorded;

class BlockOrderTest {

    /** Blocks of the recording, and joined blocks. */
    @ParameterizedTest
    @ValueSource(strings = {"uniswap-v3 1", "slipstream 1", "uniswap-v3 2", "slipstream 3"})
    void shuffledBlocksAreOrderedByPriceContinuity(String setting) throws Exception {
        String name = setting.split(" ")[0];
        int joined = Integer.parseInt(setting.split(" ")[1]);
        EventVectors recorded = EventVectors.read(Recorded.VECTORS.file("evm/decoded-" + name + ".csv"));
        Map<Long, List<SwapRow>> blocks = recorded.swaps().stream()
                .collect(Collectors.groupingBy(row -> row.block() / joined, TreeMap::new, Collectors.toList()));
        BlockOrder order = new BlockOrder();
        Random random = new Random(3);
        List<List<SwapRow>> shuffled = new ArrayList<>();
        for (List<SwapRow> block : blocks.values()) {
            shuffled.add(new ArrayList<>(block));
            Collections.shuffle(shuffled.get(shuffled.size() - 1), random);
        }
        shuffled.add(List.of());
        int number = 0;
        for (List<SwapRow> block : blocks.values()) {
            List<SwapRow> ordered = order.order(shuffled.get(number), shuffled.get(++number));
            assertEquals(prices(block), prices(ordered));
            for (int i = 0; i < ordered.size(); i++) {
                assertEquals(i, ordered.get(i).logIndex());
            }
        }
    }

    private static List<Object> prices(List<SwapRow> rows) {
        return rows.stream().<Object>map(SwapRow::sqrtPriceX96).toList();
    }
}
