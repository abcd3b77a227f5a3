package weir.cli.score;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.MinerScore;
import weir.cli.CommandFailure;
import weir.cli.host.Home;
import weir.cli.score.Standing.Before;

/**
 * The board of a home: {@code data/scores.json}, written aside, forced to disk and renamed, so that a kill at any moment leaves
 * the old board or the new one. Several processes take turns. The newest {@value #MOST} standings are kept.
 */
public final class ScoreBoard {

    static final int MOST = 500;

    private final Path file;

    /** The board of a home; there need not be one yet. */
    public ScoreBoard(Home home) {
        this.file = home.scores();
    }

    /**
     * All standings, the one that changed last at the end.
     *
     * @throws CommandFailure if the file cannot be read
     */
    public List<Standing> standings() {
        try {
            return StandingJson.read(Files.readString(file));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | IllegalArgumentException e) {
            throw CommandFailure.failed("cannot read " + file, "Mend it, or delete it: backtests fill it anew.", e);
        }
    }

    /**
     * What came of a run.
     *
     * @param standing the standing now
     * @param said what has to be said about what it goes on from; empty if nothing
     */
    public record Update(Standing standing, String said) {}

    /**
     * Takes the rounds of a backtest into a strategy's standing. Rounds after those on the board go on from there; others go on
     * from where it stood before the last run, whose place they take, so that the same run twice counts once; where they do not
     * follow that either, the standing begins anew.
     *
     * @param of whose rounds they are; its blocks and score are not looked at
     * @param rounds in order, at least one
     * @throws ArithmeticException if a score is too large for the validator's database; the board stays as it was
     */
    public Update evaluated(Standing of, List<RoundScore> rounds) {
        try {
            Files.createDirectories(file.getParent());
            // The lock goes with the channel, and with the process.
            try (FileChannel channel = FileChannel.open(
                    file.resolveSibling("scores.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                List<Standing> all = new ArrayList<>(standings());
                Standing last = all.stream().filter(of::isOfSame).findFirst().orElse(null);
                Standing now = after(of, before(last, rounds.get(0).firstBlock()), rounds);
                all.removeIf(now::isOfSame);
                all.add(now);
                write(all.subList(Math.max(0, all.size() - MOST), all.size()));
                return new Update(now, said(last, now, rounds.get(0).firstBlock()));
            }
        } catch (IOException e) {
            throw CommandFailure.failed("cannot write " + file, "Make the home's data folder writable.", e);
        }
    }

    private static Before before(Standing last, long first) {
        if (last == null) {
            return null;
        }
        if (last.lastBlock() < first) {
            return new Before(last.firstBlock(), last.lastBlock(), last.score());
        }
        return last.before() != null && last.before().lastBlock() < first ? last.before() : null;
    }

    private static Standing after(Standing of, Before before, List<RoundScore> rounds) {
        MinerScore score = before == null ? MinerScore.NEW : before.score();
        for (RoundScore round : rounds) {
            score = score.afterEvaluation(round.score(), round.accepted()).stored();
        }
        return new Standing(
                of.pool(),
                of.strategy(),
                of.version(),
                of.parameters(),
                of.inventory(),
                of.roundBlocks(),
                before == null ? rounds.get(0).firstBlock() : before.firstBlock(),
                rounds.get(rounds.size() - 1).lastBlock(),
                score,
                before);
    }

    private static String said(Standing last, Standing now, long first) {
        StringBuilder said = new StringBuilder();
        if (last != null && (last.firstBlock() < now.firstBlock() || last.lastBlock() > now.lastBlock())) {
            said.append("; this took the place of blocks " + last.firstBlock() + " to " + last.lastBlock()
                    + ", which it does not follow");
        }
        // Rounds begin some blocks late where swaps stand in their first ones.
        long between = now.before() == null ? 0 : first - now.before().lastBlock() - 1;
        if (between >= now.roundBlocks()) {
            said.append("; " + between + " blocks before this run are in no round of it");
        }
        return said.toString();
    }

    private void write(List<Standing> standings) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, StandingJson.write(standings));
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
