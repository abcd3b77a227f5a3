package weir.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Swap;

class ValidatorEvaluationTest {

    private static final Inventory INVENTORY = new Inventory(BigInteger.TEN.pow(21), BigInteger.TEN.pow(21));

    /** Swaps in blocks 0 to 299, three a block. */
    private final List<Swap> swaps = new ArrayList<>();

    private final List<Deployment> history = List.of(
            deployment(9, -500, 500), deployment(100, 0, 400), deployment(100, 0, 1), deployment(250, -50, 900));

    ValidatorEvaluationTest() {
        for (int i = 0; i < 900; i++) {
            swaps.add(SwapsTest.swap(i / 3, i % 3));
        }
    }

    @Test
    void resultDoesNotDependOnHowSwapsAreSplit() {
        Performance whole = ValidatorEvaluation.evaluate(Swaps.of(swaps), 10, 280, INVENTORY, 0.003, history);
        Random random = new Random(98);
        for (int round = 0; round < 50; round++) {
            ValidatorEvaluation evaluation = new ValidatorEvaluation(10, 280, INVENTORY, 0.003, history);
            for (int from = 0; from < swaps.size(); ) {
                int to = Math.min(swaps.size(), from + random.nextInt(200));
                evaluation.add(Swaps.of(swaps.subList(from, to)));
                from = to;
            }
            assertEquals(whole, evaluation.result());
        }
        assertTrue(whole.fees1().doubleValue() > 0);
    }

    @Test
    void minerWithoutRebalanceKeepsItsInventory() {
        assertEquals(
                Performance.withoutRebalance(INVENTORY),
                ValidatorEvaluation.evaluate(Swaps.of(swaps), 10, 280, INVENTORY, 0.003, List.of()));
    }

    @Test
    void reportsSwapBeforeTheFirstRebalance() {
        EvaluationException error = assertThrows(
                EvaluationException.class,
                () -> ValidatorEvaluation.evaluate(Swaps.of(swaps), 8, 280, INVENTORY, 0.003, history));
        assertEquals(EvaluationException.Reason.SWAP_BEFORE_REBALANCE, error.reason());
        assertTrue(error.getMessage().contains("8-0"), error.getMessage());
    }

    @Test
    void reportsMissingPriceAtTheStart() {
        EvaluationException error = assertThrows(
                EvaluationException.class,
                () -> ValidatorEvaluation.evaluate(
                        Swaps.of(swaps.subList(60, 900)), 15, 280, INVENTORY, 0.003, history));
        assertEquals(EvaluationException.Reason.NO_PRICE, error.reason());
        assertTrue(error.getMessage().contains("block 15"), error.getMessage());
    }

    private static Deployment deployment(long block, int lower, int upper) {
        BigInteger allocation = BigInteger.TEN.pow(20);
        return new Deployment(block, List.of(new Position(lower, upper, allocation, allocation)), Inventory.NONE);
    }
}
