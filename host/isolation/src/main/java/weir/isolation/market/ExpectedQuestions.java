package weir.isolation.market;

import java.util.ArrayList;
import java.util.List;
import weir.isolation.frame.FrameReader;
import weir.isolation.frame.FrameWriter;
import weir.isolation.market.MarketCodec.Method;
import weir.strategy.Market;

/**
 * What an instance asked the market at its last query, relative to the query's block. Most strategies ask the same at each query, so the
 * host sends the answers together with the next one. Thread-safe.
 */
public final class ExpectedQuestions {

    /** Most questions whose answers are sent with a query. */
    static final int MAX_QUESTIONS = 4;

    private volatile List<Question> expected = List.of();

    /** @param blocks number of blocks before the query's block */
    private record Question(Method method, long blocks) {}

    /** One call: sends the expected answers, and learns what the strategy asks. For one thread. */
    public final class Call {

        private final long block;
        private final List<Question> sent = new ArrayList<>();
        private final List<Question> asked = new ArrayList<>();

        private Call(long block) {
            this.block = block;
        }

        /** Writes the expected answers, without those that the market cannot give. {@link ExpectedAnswers} reads them. */
        public void write(FrameWriter to, Market market, MarketMemory memory, int instance) {
            sent.clear(); // of a process that has ended during the call
            List<FrameWriter> answers = new ArrayList<>();
            for (Question question : expected) {
                FrameWriter answer = new FrameWriter();
                try {
                    write(answer, question, MarketCodec.listType(question.method()), market, memory, instance);
                } catch (RuntimeException e) {
                    continue; // the strategy gets it if it asks
                }
                answers.add(answer);
                sent.add(question);
            }
            to.list(answers, (writer, answer) -> writer.bytes(answer.toBody()));
        }

        private <T> void write(
                FrameWriter to, Question question, ListType<T> type, Market market, MarketMemory memory, int instance) {
            long fromBlock = block - question.blocks();
            KnownList<T> list = memory.list(instance, type);
            long known = list.version();
            to.int32(question.method().ordinal()).int64(fromBlock).int64(known);
            list.write(to, type.ask().from(market, fromBlock), known, memory.nextVersion());
        }

        /** Takes note of a question of the strategy, which is valid. */
        public void asked(byte[] request) {
            FrameReader from = new FrameReader(request);
            Method method = from.constant("method", Method.values());
            if (MarketCodec.isList(method) && asked.size() < MAX_QUESTIONS) {
                asked.add(new Question(method, block - from.int64("block")));
            }
        }

        /** @param areUsed whether the strategy has asked for all answers that were sent */
        public void end(boolean areUsed) {
            List<Question> next = new ArrayList<>(areUsed ? sent : List.of());
            asked.stream().filter(question -> !next.contains(question)).forEach(next::add);
            expected = List.copyOf(next.subList(0, Math.min(next.size(), MAX_QUESTIONS)));
        }
    }

    /** @param block the query's block */
    public Call call(long block) {
        return new Call(block);
    }
}
