package weir.cli.rounds;

import java.util.List;
import java.util.Optional;
import weir.rounds.replay.ComparedAnswer;

/**
 * The replay of a round.
 *
 * @param answers the answers in their order; none if there is a problem
 * @param problem why the round was not replayed
 */
record RoundReplay(List<ComparedAnswer> answers, Optional<String> problem) {

    static RoundReplay of(List<ComparedAnswer> answers) {
        return new RoundReplay(List.copyOf(answers), Optional.empty());
    }

    static RoundReplay impossible(String problem) {
        return new RoundReplay(List.of(), Optional.of(problem));
    }

    List<ComparedAnswer> differences() {
        return answers.stream().filter(answer -> !answer.isEqual()).toList();
    }
}
