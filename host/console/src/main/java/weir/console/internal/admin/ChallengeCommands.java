package weir.console.internal.admin;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import weir.rounds.challenge.ChallengeStatus;
import weir.rounds.challenge.Challenges;

/** The admin API's commands on challenges. Thread-safe. */
record ChallengeCommands(Challenges challenges) {

    /** Challenges, and what an operator must solve. */
    record Listing(List<ChallengeStatus> challenges, List<String> problems) {}

    Listing list() {
        return new Listing(challenges.challenges(), challenges.problems());
    }

    /** The challenge of one route. */
    Listing list(String route) {
        String id = challenges.findId(route);
        return new Listing(
                challenges.challenges().stream()
                        .filter(challenge -> challenge.route().equals(id))
                        .toList(),
                challenges.problems());
    }

    /** @param body the field {@code challenger} of the route file */
    Listing start(String route, JsonObject body) throws IOException {
        return list(challenges.start(route, body.toString()));
    }

    Listing promote(String route) {
        return list(challenges.promote(route));
    }

    Listing stop(String route) throws IOException {
        return list(challenges.stop(route));
    }
}
