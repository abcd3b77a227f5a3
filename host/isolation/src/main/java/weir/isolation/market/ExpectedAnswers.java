package weir.isolation.market;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weir.isolation.frame.Frame;
import weir.isolation.frame.FrameException;
import weir.isolation.frame.FrameReader;
import weir.isolation.market.MarketCodec.Method;

/** Answers that came with a query. An answer to a version that this process does not have is ignored, and asked for. Thread-safe. */
public final class ExpectedAnswers {

    private final Map<Question, List<?>> answers = new HashMap<>();
    private final Set<Question> unused = new HashSet<>();

    private record Question(Method method, long fromBlock) {}

    private ExpectedAnswers() {}

    /** No answers. */
    static ExpectedAnswers none() {
        return new ExpectedAnswers();
    }

    /**
     * Reads what {@link ExpectedQuestions.Call#write} has written.
     *
     * @throws FrameException if it is not valid
     */
    public static ExpectedAnswers read(FrameReader from, MarketMemory memory, int instance) {
        ExpectedAnswers read = new ExpectedAnswers();
        for (byte[] answer : from.list(
                "expected", ExpectedQuestions.MAX_QUESTIONS, reader -> reader.bytes("answer", Frame.MAX_BODY))) {
            read.add(new FrameReader(answer), memory, instance);
        }
        return read;
    }

    private void add(FrameReader from, MarketMemory memory, int instance) {
        Method method = from.constant("method", Method.values());
        if (!MarketCodec.isList(method)) {
            throw new FrameException("method: " + method + " is never expected");
        }
        Question question = new Question(method, from.int64("block"));
        long known = from.int64("known");
        unused.add(question);
        read(from, memory.list(instance, MarketCodec.listType(method)), known)
                .ifPresent(answer -> answers.put(question, answer));
    }

    private static <T> Optional<List<T>> read(FrameReader from, KnownList<T> list, long known) {
        if (!list.tryLock()) {
            return Optional.empty();
        }
        try {
            return list.version() == known ? Optional.of(list.read(from)) : Optional.empty();
        } finally {
            list.unlock();
        }
    }

    /** The answer to a question; {@code null} if it did not come. */
    @SuppressWarnings("unchecked") // a method has one type of answer
    synchronized <T> List<T> find(Method method, long fromBlock) {
        Question question = new Question(method, fromBlock);
        unused.remove(question);
        return (List<T>) answers.get(question);
    }

    /** Whether the strategy has asked for all answers. */
    public synchronized boolean areUsed() {
        return unused.isEmpty();
    }
}
