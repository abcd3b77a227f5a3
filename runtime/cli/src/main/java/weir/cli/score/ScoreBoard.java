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
     * Takes the rounds of a backtest into a strategy's standing. Rounds that follow those on the board go on from there; any
     * others replace them, so that the same run twice counts once.
     *
     * @param of whose rounds they are; its blocks and score are not looked at
     * @param rounds in order, at least one
     * @return the standing now
     */
    public Standing evaluated(Standing of, List<RoundScore> rounds) {
        try {
            Files.createDirectories(file.getParent());
            // The lock goes with the channel, and with the process.
            try (FileChannel channel = FileChannel.open(
                    file.resolveSibling("scores.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                List<Standing> all = new ArrayList<>(standings());
                Standing now = after(of, all, rounds);
                all.removeIf(now::isOfSame);
                all.add(now);
                write(all.subList(Math.max(0, all.size() - MOST), all.size()));
                return now;
            }
        } catch (IOException e) {
            throw CommandFailure.failed("cannot write " + file, "Make the home's data folder writable.", e);
        }
    }

    private static Standing after(Standing of, List<Standing> all, List<RoundScore> rounds) {
        long first = rounds.get(0).firstBlock();
        Standing begun = all.stream()
                .filter(of::isOfSame)
                .filter(standing -> standing.lastBlock() < first)
                .findFirst()
                .orElse(null);
        MinerScore score = begun == null ? MinerScore.NEW : begun.score();
        for (RoundScore round : rounds) {
            score = score.afterEvaluation(round.score(), round.accepted()).stored();
        }
        return new Standing(
                of.pool(),
                of.strategy(),
                of.version(),
                of.parameters(),
                of.roundBlocks(),
                begun == null ? first : begun.firstBlock(),
                rounds.get(rounds.size() - 1).lastBlock(),
                score);
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
