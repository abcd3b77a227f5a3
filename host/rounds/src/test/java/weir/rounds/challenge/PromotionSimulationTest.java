package weir.rounds.challenge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weir.rounds.challenge.PromotionRule.Challenge;

/**
 * How often the rule promotes: 90 rounds a day for 28 days, differences with Student's t distribution of 4 degrees of freedom and standard
 * deviation 0.03, a check after each day. {@code -Dweir.simulation.runs=10000} simulates more than 1,000 runs. Seeded.
 */
class PromotionSimulationTest {

    private static final int RUNS = Integer.getInteger("weir.simulation.runs", 1_000);
    private static final int DAYS = 28;
    private static final int ROUNDS_PER_DAY = 90;
    private static final double STANDARD_DEVIATION = 0.03;
    private static final double LIMIT = 0.1;
    private static final double ADVANTAGE = 0.004;
    private static final Instant START = Instant.parse("2026-11-30T00:00:00Z");

    private record Rates(double promoted, double byDailyTest) {}

    @Test
    void equalStrategiesAreRarelyPromotedAndABetterOneIsFound() {
        Rates equal = simulate("equal", 0, 0, 1, LIMIT);
        Rates better = simulate("better by 0.004", ADVANTAGE, 0, 1, LIMIT);
        assertTrue(equal.promoted <= 0.05, equal.toString());
        assertTrue(better.promoted >= 0.9, better.toString());
        assertTrue(equal.byDailyTest > 0.1, "a daily t-test promotes equal strategies too often: " + equal);
    }

    @Test
    void correlationRaisesTheErrorRateAndBlocksOfTenRoundsKeepIt() {
        Rates correlated = simulate("equal, AR(1) 0.3", 0, 0.3, 1, LIMIT);
        simulate("better by 0.004, AR(1) 0.3", ADVANTAGE, 0.3, 1, LIMIT);
        assertTrue(correlated.promoted <= 0.05, correlated.toString());
        // The mean of ten rounds varies less, so bets may be larger: a limit of 0.1 wastes them.
        for (double limit : List.of(LIMIT, LIMIT / Math.sqrt(10))) {
            String blocks = String.format(Locale.ROOT, ", blocks of 10, limit %.3f", limit);
            simulate("equal" + blocks, 0, 0, 10, limit);
            simulate("better by 0.004" + blocks, ADVANTAGE, 0, 10, limit);
            Rates equal = simulate("equal, AR(1) 0.3" + blocks, 0, 0.3, 10, limit);
            simulate("better by 0.004, AR(1) 0.3" + blocks, ADVANTAGE, 0.3, 10, limit);
            assertTrue(equal.promoted <= 0.05, equal.toString());
        }
    }

    private static Rates simulate(String name, double advantage, double correlation, int block, double limit) {
        Random random = new Random(17);
        int promoted = 0;
        int byTest = 0;
        for (int run = 0; run < RUNS; run++) {
            double[] differences = differences(random, advantage, correlation);
            promoted += isPromoted(differences, block, limit) ? 1 : 0;
            byTest += isPromotedByDailyTest(differences) ? 1 : 0;
        }
        Rates rates = new Rates((double) promoted / RUNS, (double) byTest / RUNS);
        System.out.printf(
                Locale.ROOT,
                "%-56s promoted %5.1f %%, by a daily t-test %5.1f %%%n",
                name,
                100 * rates.promoted,
                100 * rates.byDailyTest);
        return rates;
    }

    private static double[] differences(Random random, double advantage, double correlation) {
        double[] differences = new double[DAYS * ROUNDS_PER_DAY];
        double previous = studentT4(random);
        for (int i = 0; i < differences.length; i++) {
            previous = correlation * previous + Math.sqrt(1 - correlation * correlation) * studentT4(random);
            // The variance of the distribution is 2.
            differences[i] = advantage + STANDARD_DEVIATION / Math.sqrt(2) * previous;
        }
        return differences;
    }

    private static double studentT4(Random random) {
        double chiSquare = 0;
        for (int i = 0; i < 4; i++) {
            double normal = random.nextGaussian();
            chiSquare += normal * normal;
        }
        return random.nextGaussian() / Math.sqrt(chiSquare / 4);
    }

    private static boolean isPromoted(double[] differences, int block, double limit) {
        Evidence evidence = Evidence.none(limit, 0);
        double sum = 0;
        for (int i = 0; i < differences.length; i++) {
            sum += differences[i];
            if ((i + 1) % block == 0) {
                evidence = evidence.plus(sum / block);
                sum = 0;
            }
            if ((i + 1) % ROUNDS_PER_DAY == 0) {
                Instant now = START.plus(Duration.ofDays((i + 1) / ROUNDS_PER_DAY));
                Challenge challenge =
                        new Challenge(evidence, i + 1, START, Optional.empty(), 1, 0.001, true, false, List.of());
                if (PromotionRule.obstacle(challenge, now).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One-sided at 5 %, after each day from the seventh: not valid, because it is repeated. */
    private static boolean isPromotedByDailyTest(double[] differences) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < differences.length; i++) {
            sum += differences[i];
            squares += differences[i] * differences[i];
            int n = i + 1;
            if (n % ROUNDS_PER_DAY == 0 && n >= 7 * ROUNDS_PER_DAY) {
                double mean = sum / n;
                double variance = (squares - n * mean * mean) / (n - 1);
                if (mean / Math.sqrt(variance / n) > 1.645) {
                    return true;
                }
            }
        }
        return false;
    }
}
