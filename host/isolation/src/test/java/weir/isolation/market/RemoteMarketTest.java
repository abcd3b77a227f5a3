package weir.isolation.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weir.isolation.frame.FrameException;
import weir.isolation.frame.FrameReader;
import weir.strategy.Market;
import weir.strategy.Price;
import weir.strategy.Swap;

class RemoteMarketTest {

    /** Of an answer without entries, and a request. */
    private static final int FEW_BYTES = 100;

    private final MarketMemory host = new MarketMemory();
    private final MarketMemory child = new MarketMemory();
    private final SplittableRandom random = new SplittableRandom(18);
    private Market market = market(0, 0);
    private int bytes;

    private final RemoteMarket remote = remote(1);

    private RemoteMarket remote(int instance) {
        return new RemoteMarket(request -> answer(request, instance), false, child, instance);
    }

    private byte[] answer(byte[] request, int instance) {
        byte[] answer = MarketCodec.answer(request, market, host, instance);
        bytes = answer.length;
        return answer;
    }

    /** Prices and swaps of the blocks from the first to the last one. */
    private static Market market(long first, long last) {
        return market(first, last, Long.MAX_VALUE, 0);
    }

    /** A market whose blocks from {@code changed} on are those of a fork. */
    private static Market market(long first, long last, long changed, int fork) {
        return new Market() {
            @Override
            public List<Observation> prices(long fromBlock) {
                List<Observation> prices = new ArrayList<>();
                for (long block = Math.max(fromBlock, first); block <= last; block++) {
                    prices.add(
                            new Observation(block, Price.atTick((int) (block % 1_000) + (block < changed ? 0 : fork))));
                }
                return newest(prices);
            }

            @Override
            public List<Swap> swaps(long fromBlock) {
                return newest(prices(fromBlock).stream()
                        .flatMap(price -> IntStream.range(0, (int) (price.blockNumber() % 3))
                                .mapToObj(i -> new Swap(
                                        price.blockNumber(),
                                        i,
                                        price.price(),
                                        BigInteger.valueOf(i),
                                        BigInteger.ONE,
                                        BigInteger.TEN)))
                        .toList());
            }

            private <T> List<T> newest(List<T> all) {
                return all.subList(Math.max(0, all.size() - MAX_ENTRIES), all.size());
            }
        };
    }

    private void assertSameAnswers(RemoteMarket asked, long fromBlock) {
        assertEquals(market.prices(fromBlock), asked.prices(fromBlock));
        assertEquals(market.swaps(fromBlock), asked.swaps(fromBlock));
    }

    @Test
    void onlyNewEntriesAreSent() {
        market = market(0, 1_000);
        assertEquals(1_001, remote.prices(0).size());
        assertTrue(bytes > 20_000, () -> bytes + " bytes");
        market = market(0, 1_001);
        List<Market.Observation> prices = remote.prices(1);
        assertEquals(market.prices(1), prices);
        assertTrue(bytes < FEW_BYTES, () -> bytes + " bytes");
        assertThrows(UnsupportedOperationException.class, () -> prices.remove(0));
        assertEquals(prices, remote.prices(1));
        assertTrue(bytes < FEW_BYTES, () -> bytes + " bytes");
    }

    @Test
    void shortAndLongPeriodsInTurnsSendNothingTwice() {
        market = market(0, 1_000);
        remote.swaps(0);
        for (int last = 1_001; last < 1_050; last++) {
            market = market(0, last);
            assertEquals(market.swaps(last - 10), remote.swaps(last - 10));
            assertTrue(bytes < 10 * FEW_BYTES, () -> bytes + " bytes");
            assertEquals(market.swaps(last - 900), remote.swaps(last - 900));
            assertTrue(bytes < FEW_BYTES, () -> bytes + " bytes");
        }
    }

    @Test
    void blocksOfAForkReplaceTheOldOnes() {
        market = market(0, 1_000);
        remote.prices(0);
        market = market(0, 1_002, 998, 7);
        assertEquals(market.prices(0), remote.prices(0));
        assertTrue(bytes < 3 * FEW_BYTES, () -> bytes + " bytes");
    }

    /** Random markets, forks, periods and instances, and answers that get lost on the way. */
    @Test
    void answersAreThoseOfTheMarket() {
        List<RemoteMarket> instances =
                IntStream.range(0, 5).mapToObj(this::remote).toList();
        AtomicReference<RuntimeException> loss = new AtomicReference<>();
        RemoteMarket unreliable = new RemoteMarket(
                request -> {
                    answer(request, 1);
                    throw loss.updateAndGet(last -> new IllegalStateException("lost"));
                },
                false,
                child,
                1);
        long last = 500;
        for (int i = 0; i < 3_000; i++) {
            last = Math.max(0, last + random.nextInt(-3, 12));
            market = market(random.nextInt(50), last, last - random.nextInt(40), random.nextInt(3));
            long from = last - random.nextInt(400);
            assertSameAnswers(instances.get(random.nextInt(instances.size())), from);
            if (random.nextInt(10) == 0) {
                assertThrows(IllegalStateException.class, () -> unreliable.prices(from));
            }
        }
    }

    @Test
    void memoryOfBothEndsIsLimited() {
        for (int i = 0; i < 200; i++) {
            market = market(i, i + 2_000 + 100L * i);
            assertSameAnswers(remote(i), 0);
            int most = MarketMemory.MAX_ENTRIES + 2 * Market.MAX_ENTRIES;
            assertTrue(
                    host.entries() <= most && child.entries() <= most, () -> host.entries() + ", " + child.entries());
        }
    }

    @Test
    void longestAnswersStayTheSameWhileTheyGrow() {
        for (int last = 9_000; last < 16_000; last += 999) {
            market = market(0, last);
            assertSameAnswers(remote, 0);
        }
        assertTrue(child.list(1, ListType.PRICES).size() <= 12_000);
    }

    /** A strategy's own thread may ask at the same time. */
    @Test
    void questionDuringAnotherOneIsAnsweredWithoutTheMemory() {
        market = market(0, 100);
        remote.prices(0);
        RemoteMarket asksTwice = new RemoteMarket(
                request -> {
                    byte[] answer = answer(request, 1);
                    Thread other = new Thread(() -> assertSameAnswers(remote, 50));
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return answer;
                },
                false,
                child,
                1);
        market = market(0, 101);
        assertEquals(market.prices(1), asksTwice.prices(1));
        market = market(0, 102);
        assertEquals(market.prices(1), remote.prices(1));
        assertTrue(bytes < FEW_BYTES, () -> bytes + " bytes");
    }

    @Test
    void damagedAnswersAndQuestionsCauseNoOtherException() {
        market = market(0, 30);
        byte[][] last = new byte[2][];
        new RemoteMarket(
                        request -> {
                            last[0] = request;
                            last[1] = answer(request, 1);
                            return last[1];
                        },
                        false,
                        child,
                        1)
                .prices(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] request = damaged(last[0]);
            byte[] answer = damaged(last[1]);
            try {
                MarketCodec.answer(request, market, host, 1);
            } catch (FrameException expected) {
                assertTrue(expected.getMessage().contains(": ")
                        || expected.getMessage().contains("bytes"));
            }
            try {
                new RemoteMarket(ignored -> answer, false, child, 1).prices(3);
            } catch (FrameException expected) {
                assertTrue(expected.getMessage().contains(": ")
                        || expected.getMessage().contains("bytes"));
            }
        }
    }

    private byte[] damaged(byte[] bytes) {
        byte[] copy = Arrays.copyOf(bytes, bytes.length - random.nextInt(2));
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return copy;
    }

    @Test
    void rangeOutsideTheListIsRefusedWithItsField() {
        KnownList<Market.Observation> list = new KnownList<>(ListType.PRICES);
        assertEquals("kept: 1 is not between 0 and 0", refused(list, 1, 0, 0));
        assertEquals("first: 1 is not between 0 and 0", refused(list, 0, 1, 0));
        assertEquals("first: -1 is not between 0 and 0", refused(list, 0, -1, 0));
        assertTrue(refused(list, 0, 0, Integer.MAX_VALUE).startsWith("prices: 2147483647 elements"));
        assertEquals(0, list.version());
    }

    private static String refused(KnownList<?> list, int kept, int first, int added) {
        byte[] body = new weir.isolation.frame.FrameWriter()
                .int64(7)
                .int32(kept)
                .int32(first)
                .int32(added)
                .toBody();
        return assertThrows(FrameException.class, () -> list.read(new FrameReader(body)))
                .getMessage();
    }
}
