package weir.rounds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.router.audit.AnswerEvent;

/**
 * A round that was played: the queries with the miner's positions and inventory, the answers, and the scores. Immutable.
 *
 * @param id which round
 * @param answers the answered queries, oldest first; at least one, at most {@value #MAX_ANSWERS}
 * @param omitted number of later answers that are not in the list
 * @param parameters parameters of the route at the first answer, as texts by name; a list has commas
 * @param score the scores; empty until the swaps of the round are stored in the history
 */
public record PlayedRound(
        RoundId id,
        List<AnswerEvent> answers,
        long omitted,
        Map<String, String> parameters,
        Optional<RoundScore> score) {

    /** Maximum number of answers in a record. A validator asks about five times in a round. */
    public static final int MAX_ANSWERS = 128;

    /** @throws IllegalArgumentException if there is no answer */
    public PlayedRound {
        answers = List.copyOf(answers);
        parameters = Map.copyOf(parameters);
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("a played round has at least one answer");
        }
    }

    /** Time of the first answer. */
    public Instant start() {
        return answers.get(0).time();
    }

    /** Block of the first query. */
    public long firstBlock() {
        return answers.get(0).query().blockNumber();
    }

    /** The record with one more answer and without a score. If it is full, only counts the answer. */
    public PlayedRound plus(AnswerEvent answer) {
        if (answers.size() >= MAX_ANSWERS) {
            return new PlayedRound(id, answers, omitted + 1, parameters, score);
        }
        List<AnswerEvent> more = new ArrayList<>(answers);
        more.add(answer);
        return new PlayedRound(id, more, omitted, parameters, Optional.empty());
    }

    /** The record with scores. */
    public PlayedRound withScore(RoundScore newScore) {
        return new PlayedRound(id, answers, omitted, parameters, Optional.of(newScore));
    }
}
