package weir.cli.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import weir.cli.Table;
import weir.cli.pool.Pool;

/** A result on the terminal. */
final class BacktestText {

    /** Rounds shown from either end where not all are asked for. */
    private static final int SHOWN = 5;

    private final BacktestResult result;
    private final PeriodRun run;
    private final Pool pool;

    BacktestText(BacktestResult result) {
        this.result = result;
        this.run = result.run();
        this.pool = run.pool();
    }

    String text(boolean allRounds) {
        StringBuilder text = new StringBuilder();
        text.append(heading()).append("\n\n");
        text.append(rounds(allRounds)).append('\n');
        text.append("score, mean of the rounds\n").append(scores().text()).append('\n');
        text.append("all rounds together\n").append(sums().text());
        List<String> notes = Notes.of(result);
        if (!notes.isEmpty()) {
            text.append("\nto be known\n");
            notes.forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.toString();
    }

    private String heading() {
        return String.format(
                Locale.ROOT,
                "%s over pool %s (%s/%s, fee %s %%)%nblocks %s, %.1f hours: %d rounds of %d blocks, each beginning with %s %s"
                        + " and %s %s",
                result.asked().name(),
                pool.key(),
                pool.token0().symbol(),
                pool.token1().symbol(),
                pool.feePips() / 1e4,
                run.blocks(),
                result.hours(run.blocks().last()),
                run.rounds(),
                run.roundBlocks(),
                Numbers.amount(pool.token0().whole(run.inventory().amount0())),
                pool.token0().symbol(),
                Numbers.amount(pool.token1().whole(run.inventory().amount1())),
                pool.token1().symbol());
    }

    private String rounds(boolean all) {
        List<PlayedRound> rounds = result.asked().rounds();
        String score = "score " + run.targets().get(0).name();
        List<String> heading = new ArrayList<>(List.of("round", "blocks", "swaps", "ended", "rebalances", "in range"));
        models().forEach(model -> heading.addAll(List.of(
                score + " (" + model.label() + ")", "fees " + pool.token1().symbol(), "against holding")));
        Table table = new Table(heading.toArray(String[]::new));
        int hidden = all ? 0 : Math.max(0, rounds.size() - 2 * SHOWN);
        for (int i = 0; i < rounds.size(); i++) {
            if (hidden == 0 || i < SHOWN || i >= SHOWN + hidden) {
                table.row(row(i + 1, rounds.get(i)));
            }
        }
        return table.text()
                + (hidden == 0
                        ? ""
                        : "the first and the last " + SHOWN + " of " + rounds.size() + " rounds; --rounds shows all\n");
    }

    private String[] row(int number, PlayedRound round) {
        List<String> cells = new ArrayList<>(List.of(
                Integer.toString(number),
                round.start() + " to " + round.end(),
                Integer.toString(round.swaps()),
                round.verdict().words(),
                Integer.toString(round.held().size()),
                models().stream()
                        .map(round.outcomes()::get)
                        .filter(outcome -> outcome != null)
                        .findFirst()
                        .map(outcome -> Numbers.share(outcome.inRange()))
                        .orElse("-")));
        for (Model model : models()) {
            Outcome outcome = round.outcomes().get(model);
            cells.addAll(
                    outcome == null
                            ? List.of("-", "-", "-")
                            : List.of(
                                    Numbers.score(outcome.scores().get(0)),
                                    Numbers.amount(outcome.fees()),
                                    Numbers.percent(outcome.overHold() / outcome.start() * 100)));
        }
        return cells.toArray(String[]::new);
    }

    private List<Model> models() {
        return result.asked().totals().sums().keySet().stream().toList();
    }

    private Table scores() {
        List<String> heading = new ArrayList<>(List.of("strategy", "model"));
        run.targets().forEach(target -> heading.add(target.name()));
        Table table = new Table(heading.toArray(String[]::new));
        for (Contender contender : result.contenders()) {
            contender.totals().sums().forEach((model, sum) -> {
                List<String> cells = new ArrayList<>(List.of(contender.name(), model.label()));
                sum.scores().forEach(score -> cells.add(Numbers.score(score)));
                table.row(cells.toArray(String[]::new));
            });
        }
        return table;
    }

    private Table sums() {
        String token0 = pool.token0().symbol();
        String token1 = pool.token1().symbol();
        Table table = new Table(
                "strategy",
                "model",
                "fees " + token0,
                "fees " + token1,
                "change " + token0,
                "change " + token1,
                "against holding",
                "in range",
                "rebalances");
        for (Contender contender : result.contenders()) {
            contender
                    .totals()
                    .sums()
                    .forEach((model, sum) -> table.row(
                            contender.name(),
                            model.label(),
                            Numbers.amount(sum.fees0()),
                            Numbers.amount(sum.fees1()),
                            Numbers.change(sum.change0()),
                            Numbers.change(sum.change1()),
                            Numbers.percent(sum.overHoldPercent()),
                            Numbers.share(sum.inRange()),
                            Long.toString(contender.totals().rebalances())));
        }
        return table;
    }
}
