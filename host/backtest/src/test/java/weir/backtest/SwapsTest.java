package weir.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weir.fixtures.SwapBuilder;
import weir.strategy.Swap;

class SwapsTest {

    @Test
    void storesNumbersExactly() {
        Random random = new Random(98);
        TripleDoubleColumn.Builder builder = new TripleDoubleColumn.Builder(0);
        BigInteger[] numbers = new BigInteger[5_000];
        for (int i = 0; i < numbers.length; i++) {
            BigInteger magnitude = new BigInteger(random.nextInt(160), random);
            numbers[i] = random.nextBoolean() ? magnitude : magnitude.negate();
            builder.add(numbers[i]);
        }
        TripleDoubleColumn column = builder.build();
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(numbers[i], column.exact(i));
            assertEquals(numbers[i].doubleValue(), column.high()[i]);
        }
    }

    @Test
    void rejectsNumbersItCannotStoreExactly() {
        TripleDoubleColumn.Builder builder = new TripleDoubleColumn.Builder(1);
        BigInteger tooFine =
                BigInteger.ONE.shiftLeft(170).add(BigInteger.ONE.shiftLeft(90)).add(BigInteger.ONE);
        builder.add(tooFine);
        assertEquals(tooFine, builder.build().exact(0), "few bits far apart still fit");
        BigInteger tooLong = new BigInteger("5".repeat(50), 16);
        assertThrows(IllegalArgumentException.class, () -> builder.add(tooLong));
    }

    @Test
    void returnsTheSwapsItWasBuiltFrom() {
        List<Swap> list = List.of(swap(5, 0), swap(5, 3), swap(9, 1));
        Swaps swaps = Swaps.of(list);
        assertEquals(3, swaps.size());
        for (int i = 0; i < 3; i++) {
            assertEquals(list.get(i), swaps.swap(i));
        }
        assertEquals(0, swaps.countThrough(4));
        assertEquals(2, swaps.countThrough(5));
        assertEquals(2, swaps.countThrough(8));
        assertEquals(3, swaps.countThrough(Long.MAX_VALUE));
    }

    @Test
    void rejectsSwapsOutOfOrder() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Swaps.of(List.of(swap(5, 3), swap(5, 2))));
        assertTrue(error.getMessage().contains("5-2") && error.getMessage().contains("5-3"), error.getMessage());
    }

    static Swap swap(long block, int logIndex) {
        return SwapBuilder.inBlock(block)
                .index(logIndex)
                .tick((int) block)
                .liquidity(BigInteger.TEN.pow(20).add(BigInteger.valueOf(block)))
                .amounts(-1_000 - logIndex, 997)
                .build();
    }
}
