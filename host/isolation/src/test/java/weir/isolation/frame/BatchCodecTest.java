package weir.isolation.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weir.isolation.batch.StrategyProcess;
import weir.isolation.batch.StrategyProcess.Answer;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

class BatchCodecTest {

    private static final Position POSITION = new Position(-10, 10, BigInteger.TEN, BigInteger.ONE);
    private static final List<Answer> ANSWERS = List.of(
            new Answer(Decision.rebalance(List.of(POSITION), "moved"), ""),
            new Answer(null, ""),
            new Answer(null, "java.lang.IllegalStateException: on purpose"),
            new Answer(Decision.refuse("no"), ""));

    private static RebalanceQuery query(long block, int rebalances, List<Position> positions) {
        return new RebalanceQuery(
                "job",
                "0x" + "da".repeat(20),
                "0x" + "ab".repeat(20),
                8453,
                "round",
                RoundType.EVALUATION,
                block,
                new Price(BigInteger.ONE.shiftLeft(96)),
                positions,
                new Inventory(BigInteger.valueOf(rebalances), BigInteger.TWO),
                rebalances,
                10);
    }

    private static byte[] call() {
        FrameWriter body = new FrameWriter();
        BatchCodec.write(
                body, List.of(7, 9), List.of(query(5, 0, List.of()), query(5, 3, List.of(POSITION, POSITION))), true);
        return body.toBody();
    }

    private static byte[] answers(List<Answer> answers) {
        return new FrameWriter().list(answers, BatchCodec::write).toBody();
    }

    @Test
    void queriesOfACheckArriveAsTheyWere() {
        BatchCodec.Call call = BatchCodec.call(new FrameReader(call()));
        assertTrue(call.isBacktest());
        assertEquals(List.of(7, 9), call.instances());
        assertEquals(List.of(query(5, 0, List.of()), query(5, 3, List.of(POSITION, POSITION))), call.queries());
    }

    @Test
    void queriesOfTwoChecksAreRejected() {
        List<RebalanceQuery> queries = List.of(query(5, 0, List.of()), query(6, 0, List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> BatchCodec.write(new FrameWriter(), List.of(1, 2), queries, true));
        int tooMany = StrategyProcess.MAX_QUERIES + 1;
        assertThrows(
                IllegalArgumentException.class,
                () -> BatchCodec.write(
                        new FrameWriter(),
                        Collections.nCopies(tooMany, 1),
                        Collections.nCopies(tooMany, query(5, 0, List.of())),
                        true));
    }

    @Test
    void answersArriveAsTheyWere() {
        assertEquals(ANSWERS, BatchCodec.answers(new FrameReader(answers(ANSWERS)), 4));
    }

    @Test
    void missingAndSurplusAnswersAreInvalid() {
        byte[] body = answers(ANSWERS);
        assertThrows(FrameException.class, () -> BatchCodec.answers(new FrameReader(body), 3));
        assertThrows(FrameException.class, () -> BatchCodec.answers(new FrameReader(body), 5));
    }

    @Test
    void controlCharactersOfAFailureAreReplaced() {
        byte[] body = answers(List.of(new Answer(null, "a\u001b[31m\nb\u009b\u202ec")));
        assertEquals(
                "a [31m b  c",
                BatchCodec.answers(new FrameReader(body), 1).get(0).failure());
    }

    /** So all answers fit into one frame, however long the decisions are. */
    @Test
    void longDecisionsBecomeFailuresAndFitIntoAFrame() {
        Answer huge = new Answer(
                Decision.rebalance(
                        Collections.nCopies(
                                1_000,
                                new Position(-887_272, 887_272, BigInteger.TWO.pow(255), BigInteger.TWO.pow(255))),
                        ""),
                "");
        byte[] body = answers(Collections.nCopies(StrategyProcess.MAX_QUERIES, huge));
        assertTrue(body.length < Frame.MAX_PIECE, () -> body.length + " bytes");
        List<Answer> read = BatchCodec.answers(new FrameReader(body), StrategyProcess.MAX_QUERIES);
        assertTrue(read.get(0).failure().contains("return at most"), read.get(0)::failure);
    }

    @Test
    void eachCutBodyIsInvalid() {
        for (int length = 0; length < call().length; length++) {
            byte[] cut = Arrays.copyOf(call(), length);
            assertThrows(FrameException.class, () -> BatchCodec.call(new FrameReader(cut)));
        }
        byte[] whole = answers(ANSWERS);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(FrameException.class, () -> BatchCodec.answers(new FrameReader(cut), 4));
        }
    }

    /** A hostile child may send anything: only this exception, which ends the process, may result. */
    @Test
    void changedBytesGiveAnswersOrOneException() {
        SplittableRandom random = new SplittableRandom(98);
        byte[] whole = answers(ANSWERS);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = whole.clone();
            for (int j = random.nextInt(1, 4); j > 0; j--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                BatchCodec.answers(new FrameReader(changed), 4);
            } catch (FrameException e) {
                // As documented.
            }
        }
    }
}
