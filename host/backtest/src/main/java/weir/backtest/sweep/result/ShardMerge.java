package weir.backtest.sweep.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import weir.backtest.sweep.parameter.Trial;
import weir.base.WeirException;

/** Joins the result files of the shards of a sweep. The results are those of a single run, bit by bit. */
public final class ShardMerge {

    private static final int MAX_LISTED_TRIALS = 10;

    private ShardMerge() {}

    /**
     * Reads the shards.
     *
     * @param files result files of all shards, in any order; a shard may occur twice
     * @param identity identity of the whole sweep
     * @param trials the trials of the whole sweep
     * @return a result for each trial, in their order
     * @throws WeirException if a file cannot be read or belongs to another sweep, results of a trial differ, or trials are missing
     */
    public static List<TrialResult> read(List<Path> files, String identity, List<Trial> trials) {
        Map<Integer, TrialResult> results = new TreeMap<>();
        Map<Integer, Path> sources = new HashMap<>();
        for (Path file : files) {
            for (TrialResult result : readFile(file, identity, trials).values()) {
                int index = result.trial().index();
                TrialResult other = results.putIfAbsent(index, result);
                if (other != null && !other.equals(result)) {
                    throw WeirException.failed(
                            "trial " + index + " has another result in " + file + " than in " + sources.get(index),
                            "Run both shards again with --fresh; a strategy that is not deterministic cannot be swept.");
                }
                sources.putIfAbsent(index, file);
            }
        }
        requireAll(results, trials);
        return List.copyOf(results.values());
    }

    private static Map<Integer, TrialResult> readFile(Path file, String identity, List<Trial> trials) {
        try {
            return TrialResultFile.readShard(file, identity, trials);
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot merge " + file,
                    "Give the files of --shard runs of this sweep: same options, plugins, swaps and version of Weir.",
                    e);
        }
    }

    private static void requireAll(Map<Integer, TrialResult> results, List<Trial> trials) {
        List<Integer> missing = new ArrayList<>();
        trials.stream()
                .map(Trial::index)
                .filter(index -> !results.containsKey(index))
                .forEach(missing::add);
        if (!missing.isEmpty()) {
            throw WeirException.failed(
                    missing.size() + " of " + trials.size() + " trials are in no file: "
                            + missing.subList(0, Math.min(MAX_LISTED_TRIALS, missing.size()))
                            + (missing.size() > MAX_LISTED_TRIALS ? " and more" : ""),
                    "Let each shard end (run its command again), and give the files of all shards. Shard K of N has the"
                            + " trials K-1, K-1+N, K-1+2N and so on.");
        }
    }
}
