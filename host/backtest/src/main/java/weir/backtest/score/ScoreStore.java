package weir.backtest.score;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.internal.score.ScoreJson;
import weir.backtest.score.StrategyScore.PreviousScore;
import weir.base.AtomicFiles;
import weir.base.WeirException;

/**
 * Scores in a JSON file. The file is replaced atomically, so that it is complete after a crash. Processes lock it against each
 * other. At most {@value #MAX_SCORES} scores are kept, those that changed last.
 */
public final class ScoreStore {

    static final int MAX_SCORES = 500;

    private final Path file;

    /** @param file the file; neither it nor its folder need exist */
    public ScoreStore(Path file) {
        this.file = file;
    }

    /**
     * All scores, the one that changed last at the end; none if there is no file.
     *
     * @throws WeirException if the file cannot be read
     */
    public List<StrategyScore> scores() {
        try {
            return ScoreJson.read(Files.readString(file));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | IllegalArgumentException e) {
            throw WeirException.failed(
                    "cannot read " + file, "Correct it, or delete it: backtests write a new one.", e);
        }
    }

    /** Scores as a JSON object, in the form of the file. */
    public static String toJson(List<StrategyScore> scores) {
        return ScoreJson.write(scores);
    }

    /**
     * The result of an addition.
     *
     * @param score the score now
     * @param remarks remarks on what it continues, to be appended to a sentence; empty if there are none
     */
    public record Update(StrategyScore score, String remarks) {}

    /**
     * Adds the rounds of a backtest to the score of a strategy. Rounds after the counted ones continue the score. Other rounds
     * replace the last run, so that a repeated run counts once; if they do not follow the score before that run either, the
     * score starts anew.
     *
     * @param key identity of the score; its blocks and score are ignored
     * @param rounds in order, at least one
     * @throws ArithmeticException if a score is too large for the validator's database; the file then stays as it is
     * @throws WeirException if the file cannot be read or written
     */
    public Update add(StrategyScore key, List<RoundScore> rounds) {
        try {
            Files.createDirectories(file.getParent());
            // Closing the channel, or the end of the process, releases the lock.
            try (FileChannel channel = FileChannel.open(
                    file.resolveSibling("scores.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                List<StrategyScore> all = new ArrayList<>(scores());
                StrategyScore last =
                        all.stream().filter(key::hasSameIdentity).findFirst().orElse(null);
                StrategyScore now =
                        updatedScore(key, previousScore(last, rounds.get(0).firstBlock()), rounds);
                all.removeIf(now::hasSameIdentity);
                all.add(now);
                AtomicFiles.write(file, toJson(all.subList(Math.max(0, all.size() - MAX_SCORES), all.size())));
                return new Update(now, remarks(last, now, rounds.get(0).firstBlock()));
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot write " + file, "Make the home's data folder writable.", e);
        }
    }

    private static PreviousScore previousScore(StrategyScore last, long first) {
        if (last == null) {
            return null;
        }
        if (last.lastBlock() < first) {
            return new PreviousScore(last.firstBlock(), last.lastBlock(), last.score());
        }
        return last.before() != null && last.before().lastBlock() < first ? last.before() : null;
    }

    private static StrategyScore updatedScore(StrategyScore key, PreviousScore before, List<RoundScore> rounds) {
        MinerScore score = before == null ? MinerScore.NEW : before.score();
        for (RoundScore round : rounds) {
            score = score.afterEvaluation(round.score(), round.accepted()).stored();
        }
        return new StrategyScore(
                key.pool(),
                key.strategy(),
                key.version(),
                key.parameters(),
                key.inventory(),
                key.roundBlocks(),
                before == null ? rounds.get(0).firstBlock() : before.firstBlock(),
                rounds.get(rounds.size() - 1).lastBlock(),
                score,
                before);
    }

    private static String remarks(StrategyScore last, StrategyScore now, long first) {
        StringBuilder note = new StringBuilder();
        if (last != null && (last.firstBlock() < now.firstBlock() || last.lastBlock() > now.lastBlock())) {
            note.append("; replaced the score of blocks " + last.firstBlock() + " to " + last.lastBlock()
                    + ", which this run does not follow");
        }
        // A round may start some blocks late, if its first ones contain swaps.
        long gap = now.before() == null ? 0 : first - now.before().lastBlock() - 1;
        if (gap >= now.roundBlocks()) {
            note.append("; " + gap + " blocks before this run are in no counted round");
        }
        return note.toString();
    }
}
