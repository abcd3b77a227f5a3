package weir.console.internal.panel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import weir.console.internal.panel.json.PageJson;
import weir.rounds.challenge.ChallengeStatus;
import weir.rounds.challenge.ChallengeStatus.Event;
import weir.rounds.challenge.ChallengeStatus.Phase;
import weir.rounds.challenge.ChallengeStatus.ShadowCounts;
import weir.rounds.challenge.Challenges;

/** The panel about challengers: how far each comparison is. */
final class ChallengersPanel {

    private static final int MAX_EVENTS = 10;

    private ChallengersPanel() {}

    record Challengers(List<Row> challenges, List<String> problems) {}

    /**
     * @param promoted whether the challenger was promoted; {@code challenger} is then the former champion, and a proposal is to roll back
     * @param meanDifference mean score of the challenger minus that of the champion; null without a round
     * @param events newest first
     */
    record Row(
            String route,
            Phase phase,
            boolean promoted,
            String champion,
            String challenger,
            Optional<Instant> started,
            int challengersTried,
            long rounds,
            Double meanDifference,
            Double evidence,
            Double requiredEvidence,
            Double margin,
            Optional<Double> historyBound,
            String obstacle,
            ShadowCounts shadow,
            List<Event> events) {}

    static Challengers of(Challenges challenges) {
        return new Challengers(
                challenges.challenges().stream().map(ChallengersPanel::row).toList(), challenges.problems());
    }

    private static Row row(ChallengeStatus status) {
        List<Event> events = new ArrayList<>(status.events());
        Collections.reverse(events);
        return new Row(
                status.route(),
                status.phase(),
                status.requiredRounds() == 0,
                status.champion(),
                status.challenger(),
                status.started(),
                status.challengersTried(),
                status.rounds(),
                status.rounds() == 0 ? null : PageJson.finite(status.meanDifference()),
                PageJson.finite(status.evidence()),
                PageJson.finite(status.requiredEvidence()),
                PageJson.finite(status.margin()),
                status.historyBound().map(PageJson::finite),
                status.obstacle(),
                status.shadow(),
                events.subList(0, Math.min(MAX_EVENTS, events.size())));
    }
}
