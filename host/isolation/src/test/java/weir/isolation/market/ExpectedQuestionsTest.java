package weir.isolation.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import weir.isolation.frame.FrameException;
import weir.isolation.frame.FrameReader;
import weir.isolation.frame.FrameWriter;
import weir.strategy.Market;
import weir.strategy.Price;
import weir.strategy.Swap;

class ExpectedQuestionsTest {

    private static final int INSTANCE = 3;

    private final ExpectedQuestions questions = new ExpectedQuestions();
    private final MarketMemory host = new MarketMemory();
    private final MarketMemory child = new MarketMemory();
    private final List<String> calls = new ArrayList<>();

    /** What a strategy does with the market at a block. */
    private interface Decision {
        void decide(Market market, long block);
    }

    private Market market(long block) {
        return new Market() {
            @Override
            public List<Observation> prices(long fromBlock) {
                calls.add("prices " + fromBlock);
                return LongStream.rangeClosed(fromBlock, block)
                        .mapToObj(each -> new Observation(each, Price.atTick((int) each)))
                        .toList();
            }

            @Override
            public List<Swap> swaps(long fromBlock) {
                throw new IllegalStateException("the history cannot be read");
            }
        };
    }

    /** Makes a query, as host and child do, and returns the number of questions that the child sent. */
    private int query(long block, MarketMemory childMemory, Decision decision) {
        Market market = market(block);
        ExpectedQuestions.Call call = questions.call(block);
        FrameWriter body = new FrameWriter();
        call.write(body, market, host, INSTANCE);
        ExpectedAnswers expected = ExpectedAnswers.read(new FrameReader(body.toBody()), childMemory, INSTANCE);
        int[] asked = new int[1];
        decision.decide(
                new RemoteMarket(
                        request -> {
                            asked[0]++;
                            byte[] answer = MarketCodec.answer(request, market, host, INSTANCE);
                            call.asked(request);
                            return answer;
                        },
                        false,
                        childMemory,
                        INSTANCE,
                        expected),
                block);
        call.end(expected.areUsed());
        return asked[0];
    }

    private static void readDay(Market market, long block) {
        assertEquals(51, market.prices(block - 50).size());
        assertEquals(block, market.prices(block - 50).get(50).blockNumber());
    }

    @Test
    void questionsOfTheLastQueryAreAnsweredWithTheNextOne() {
        assertEquals(2, query(100, child, ExpectedQuestionsTest::readDay));
        assertEquals(0, query(101, child, ExpectedQuestionsTest::readDay));
        assertEquals(0, query(105, child, ExpectedQuestionsTest::readDay));
        assertEquals(List.of("prices 50", "prices 50", "prices 51", "prices 55"), calls);
    }

    @Test
    void answersThatAreNotUsedAreNotSentAgain() {
        query(100, child, ExpectedQuestionsTest::readDay);
        assertEquals(0, query(101, child, (market, block) -> {}));
        calls.clear();
        assertEquals(0, query(102, child, (market, block) -> {}));
        assertEquals(List.of(), calls);
        assertEquals(2, query(103, child, ExpectedQuestionsTest::readDay));
    }

    @Test
    void processThatHasAnotherVersionAsks() {
        query(100, child, ExpectedQuestionsTest::readDay);
        assertEquals(2, query(101, new MarketMemory(), ExpectedQuestionsTest::readDay));
        assertEquals(2, query(102, child, ExpectedQuestionsTest::readDay));
        assertEquals(0, query(103, child, ExpectedQuestionsTest::readDay));
    }

    @Test
    void questionsThatTheMarketCannotAnswerFailOnlyIfTheyAreAsked() {
        Decision both = (market, block) -> {
            market.prices(block - 50);
            assertThrows(IllegalStateException.class, () -> market.swaps(block - 50));
        };
        for (int block = 100; block < 103; block++) {
            query(block, child, both);
        }
        assertEquals(0, query(110, child, (market, block) -> market.prices(block - 50)));
    }

    @Test
    void numberOfExpectedQuestionsIsLimited() {
        Decision many = (market, block) -> {
            for (int blocks = 1; blocks <= 9; blocks++) {
                market.prices(block - blocks);
            }
        };
        query(100, child, many);
        assertEquals(9 - ExpectedQuestions.MAX_QUESTIONS, query(101, child, many));
        assertEquals(9 - ExpectedQuestions.MAX_QUESTIONS, query(102, child, many));
    }

    @Test
    void damagedAnswersCauseNoOtherException() {
        query(100, child, ExpectedQuestionsTest::readDay);
        FrameWriter writer = new FrameWriter();
        questions.call(101).write(writer, market(101), host, INSTANCE);
        byte[] whole = writer.toBody();
        SplittableRandom random = new SplittableRandom(7);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                ExpectedAnswers.read(new FrameReader(damaged), new MarketMemory(), INSTANCE);
            } catch (FrameException e) {
                refused++;
            }
        }
        assertTrue(refused > 100, "the damage was noticed");
    }
}
