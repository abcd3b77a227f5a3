package weir.backtest.sweep.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import weir.backtest.sweep.parameter.Shard;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.TrialResultFile.StoredShard;
import weir.base.WeirException;

/** Joins the result files of the shards of a sweep. The results are those of a single run, bit by bit. */
public final class ShardMerge {

    private static final int MAX_LISTED = 10;

    private ShardMerge() {}

    /**
     * Reads the shards.
     *
     * @param files the result file of each shard, in any order
     * @param identity identity of the whole sweep
     * @param trials the trials of the whole sweep
     * @return a result for each trial, in their order
     * @throws WeirException naming the file or the shard, if a file cannot be read or belongs to another sweep, a shard is given twice,
     *     is missing or has not ended, or the files are shards of different numbers of shards
     */
    public static List<TrialResult> read(List<Path> files, String identity, List<Trial> trials) {
        Map<Integer, Path> fileByShard = new TreeMap<>();
        Map<Integer, TrialResult> results = new TreeMap<>();
        Shard first = null;
        for (Path file : files) {
            StoredShard stored = readFile(file, identity, trials);
            Shard shard = stored.shard();
            first = first == null ? shard : first;
            if (shard.count() != first.count()) {
                throw WeirException.failed(
                        file + " is shard " + shard + ", and " + fileByShard.get(first.index()) + " is shard " + first,
                        "Give the files of one division into shards.");
            }
            Path other = fileByShard.putIfAbsent(shard.index(), file);
            if (other != null) {
                throw WeirException.failed(
                        "shard " + shard + " is given twice: " + other + " and " + file, "Give each shard once.");
            }
            requireEnded(file, stored, trials);
            results.putAll(stored.results());
        }
        requireAll(fileByShard, first);
        return List.copyOf(results.values());
    }

    private static StoredShard readFile(Path file, String identity, List<Trial> trials) {
        try {
            StoredShard stored = TrialResultFile.readShard(file, identity, trials);
            if (stored.shard().isWhole()) {
                throw new IOException(file + " has the results of the whole sweep, which needs no merge");
            }
            return stored;
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot merge " + file,
                    "Give the files of --shard runs of this sweep: same options, plugins, swaps and version of Weir.",
                    e);
        }
    }

    private static void requireEnded(Path file, StoredShard stored, List<Trial> trials) {
        List<Trial> own = stored.shard().of(trials);
        List<Integer> missing = own.stream()
                .map(Trial::index)
                .filter(index -> !stored.results().containsKey(index))
                .toList();
        if (!missing.isEmpty()) {
            throw WeirException.failed(
                    "shard " + stored.shard() + " has not ended: " + file + " lacks " + missing.size() + " of its "
                            + own.size() + " trials, " + listed(missing),
                    "Run the command of this shard again; it continues.");
        }
    }

    private static void requireAll(Map<Integer, Path> fileByShard, Shard any) {
        List<Shard> missing = IntStream.rangeClosed(1, any.count())
                .filter(index -> !fileByShard.containsKey(index))
                .mapToObj(index -> new Shard(index, any.count()))
                .toList();
        if (!missing.isEmpty()) {
            throw WeirException.failed(
                    missing.size() + " of " + any.count() + " shards are missing: " + listed(missing),
                    "Run them, and give the files of all shards.");
        }
    }

    private static String listed(List<?> values) {
        List<Object> shown = new ArrayList<>(values.subList(0, Math.min(MAX_LISTED, values.size())));
        return shown.toString() + (shown.size() < values.size() ? " and more" : "");
    }
}
