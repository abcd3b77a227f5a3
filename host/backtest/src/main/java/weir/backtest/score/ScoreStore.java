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
 * Stores scores of strategies in a JSON file. It replaces the file atomically, so a crash leaves it complete, and a lock file excludes
 * other processes during an update. It keeps the {@value #MAX_SCORES} scores that changed last.
 */
public final class ScoreStore {

    static final int MAX_SCORES = 500;

    private final Path file;

    /** @param file the file; the file and its directory need not exist */
    public ScoreStore(Path file) {
        this.file = file;
    }

    /**
     * Returns all scores, the last changed one at the end; none if there is no file.
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

    /** Converts scores to the JSON form of the file. */
    public static String toJson(List<StrategyScore> scores) {
        return ScoreJson.write(scores);
    }

    /**
     * The score of one evaluation round.
     *
     * @param firstBlock first block of the round
     * @param lastBlock last block of the round
     * @param score score by the validator's target; 0 if the miner did not take part until the end
     * @param accepted whether the miner took part until the end of the round
     */
    public record RecordedScore(long firstBlock, long lastBlock, double score, boolean accepted) {}

    /**
     * The result of {@link #add}.
     *
     * @param score the new score
     * @param remarks remarks about replaced scores and gaps, to be appended to a sentence; possibly empty
     */
    public record Update(StrategyScore score, String remarks) {}

    /**
     * Adds the rounds of a backtest to the score of a strategy:
     *
     * <ul>
     *   <li>Rounds after the blocks that are counted already continue the score.
     *   <li>Rounds that are only a part of these blocks change nothing.
     *   <li>Other rounds replace the last counted backtest, so a repeated backtest counts once. If they also overlap earlier backtests, they
     *       replace the whole score.
     * </ul>
     *
     * @param key identity of the score; its blocks and score are ignored
     * @param rounds the rounds, oldest first; at least one
     * @throws ArithmeticException if a score is too large for the validator's database; the file then stays as it is
     * @throws WeirException if the file cannot be read or written
     */
    public Update add(StrategyScore key, List<RecordedScore> rounds) {
        try {
            Files.createDirectories(file.getParent());
            // Closing the channel releases the lock, and so does the end of the process.
            try (FileChannel channel = FileChannel.open(
                    file.resolveSibling("scores.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                List<StrategyScore> scores = new ArrayList<>(scores());
                StrategyScore last =
                        scores.stream().filter(key::hasSameIdentity).findFirst().orElse(null);
                if (last != null && isPart(rounds, last)) {
                    return new Update(
                            last,
                            "; it keeps blocks " + last.firstBlock() + " to " + last.lastBlock()
                                    + ", because this run is only a part of them");
                }
                StrategyScore updated =
                        updatedScore(key, previousScore(last, rounds.get(0).firstBlock()), rounds);
                scores.removeIf(updated::hasSameIdentity);
                scores.add(updated);
                AtomicFiles.write(file, toJson(scores.subList(Math.max(0, scores.size() - MAX_SCORES), scores.size())));
                return new Update(updated, remarks(last, updated, rounds.get(0).firstBlock()));
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot write " + file, "Make the data directory of the home writable.", e);
        }
    }

    /** Whether rounds lie within the counted blocks and do not cover the last backtest. */
    private static boolean isPart(List<RecordedScore> rounds, StrategyScore last) {
        long first = rounds.get(0).firstBlock();
        long end = rounds.get(rounds.size() - 1).lastBlock();
        return first >= last.firstBlock()
                && end <= last.lastBlock()
                && (first > last.runFirstBlock() || end < last.lastBlock());
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

    private static StrategyScore updatedScore(StrategyScore key, PreviousScore before, List<RecordedScore> rounds) {
        MinerScore score = before == null ? MinerScore.NEW : before.score();
        for (RecordedScore round : rounds) {
            score = score.afterEvaluation(round.score(), round.accepted()).roundForStorage();
        }
        return new StrategyScore(
                key.pool(),
                key.strategy(),
                key.version(),
                key.parameters(),
                key.inventory(),
                key.roundBlocks(),
                key.loop(),
                before == null ? rounds.get(0).firstBlock() : before.firstBlock(),
                rounds.get(rounds.size() - 1).lastBlock(),
                rounds.get(0).firstBlock(),
                score,
                before);
    }

    private static String remarks(StrategyScore last, StrategyScore updated, long first) {
        StringBuilder note = new StringBuilder();
        if (last != null && (last.firstBlock() < updated.firstBlock() || last.lastBlock() > updated.lastBlock())) {
            note.append("; replaced the score of blocks " + last.firstBlock() + " to " + last.lastBlock()
                    + ", which this run does not follow");
        }
        // A gap shorter than a round is normal: a round starts later than planned if its first blocks contain swaps.
        long uncountedBlocks =
                updated.before() == null ? 0 : first - updated.before().lastBlock() - 1;
        if (uncountedBlocks >= updated.roundBlocks()) {
            note.append("; " + uncountedBlocks + " blocks before this run are in no counted round");
        }
        return note.toString();
    }
}
