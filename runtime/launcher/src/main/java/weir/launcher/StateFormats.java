package weir.launcher;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import weir.base.AtomicFiles;
import weir.base.WeirException;

/**
 * The formats of the state in a home: {@code data/formats} has one line for each file or directory, {@code NAME=NUMBER}, and
 * {@code weir=VERSION}, the newest version that has used the home. A version that knows only older formats does not use the home, so
 * that a downgrade neither misreads state nor overwrites it. In a home without this file, all formats are 1. A file with a line that
 * is not of this form, or without a version, is damaged: it says nothing about the formats.
 *
 * <p>Raise a number when an older version cannot read what this version writes. Additions that older versions ignore need no new
 * number.
 */
public final class StateFormats {

    /** Name in the data directory, and the newest format that this version reads; it writes only this one. */
    private static final Map<String, Integer> SUPPORTED = Map.ofEntries(
            Map.entry("bundles/", 1),
            Map.entry("chain/", 1),
            Map.entry("challenges/", 1),
            Map.entry("changes.jsonl", 1),
            Map.entry("decisions.jsonl", 1),
            Map.entry("evm/", 1),
            Map.entry("history/", 1),
            Map.entry("installed.json", 1),
            Map.entry("nonces", 1),
            Map.entry("pools/", 1),
            Map.entry("provenance/", 1),
            Map.entry("repositories/", 1),
            Map.entry("rounds/", 1),
            Map.entry("routes.json", 1),
            Map.entry("scores.json", 1),
            Map.entry("state/", 1),
            Map.entry("strategy-names.json", 1),
            Map.entry("sweeps/", 4),
            Map.entry("trust.jsonl", 1),
            Map.entry("updates.json", 1));

    private static final String VERSION_KEY = "weir";

    private static final String DAMAGED =
            "Restore the file from a backup. Delete it only if no newer version of Weir has used this home.";

    private final Path file;
    private final Map<String, Integer> supported;

    private StateFormats(Path file, Map<String, Integer> supported) {
        this.file = file;
        this.supported = supported;
    }

    /** The formats of a home. */
    public static StateFormats of(Home home) {
        return of(home, SUPPORTED);
    }

    static StateFormats of(Home home, Map<String, Integer> supported) {
        return new StateFormats(home.data().resolve("formats"), supported);
    }

    /**
     * Checks that this version can read all state of the home. Changes nothing.
     *
     * @throws WeirException if a format is newer, naming the file, its format and the remedy; or if the list cannot be read
     */
    public void requireReadable() {
        requireReadable(stored());
    }

    /**
     * Checks the home and records the formats that this version writes. To be called before any state is written, with the lock of
     * the home.
     *
     * @param version version of Weir
     * @throws WeirException as {@link #requireReadable}, or if the list cannot be written
     */
    public void record(String version) {
        Properties stored = stored();
        requireReadable(stored);
        Map<String, String> lines = new TreeMap<>();
        // Those of a newer version's files remain, because this version does not touch them.
        stored.stringPropertyNames().forEach(name -> lines.put(name, stored.getProperty(name)));
        supported.forEach((name, format) -> lines.put(name, format.toString()));
        lines.put(VERSION_KEY, version);
        StringBuilder text =
                new StringBuilder("# Formats of the files in this directory. Older versions of Weir check them.\n");
        lines.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        try {
            if (!Files.exists(file) || !Files.readString(file).contentEquals(text)) {
                AtomicFiles.write(file, text.toString());
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot write " + file, "Make its directory writable.", e);
        }
    }

    private void requireReadable(Properties stored) {
        for (String name : new TreeMap<>(supported).keySet()) {
            int format = Integer.parseInt(stored.getProperty(name, "1"));
            if (format > supported.get(name)) {
                throw WeirException.failed(
                        file.resolveSibling(name) + " has format " + format
                                + ", and this version of Weir reads formats up to " + supported.get(name),
                        "Run Weir " + stored.getProperty(VERSION_KEY, "of a newer version")
                                + " or newer, which wrote it, or restore the backup of the home from before the upgrade"
                                + " (docs/upgrade.md).");
            }
        }
    }

    private Properties stored() {
        Properties stored = new Properties();
        try {
            stored.load(new StringReader(Files.readString(file)));
            requireUndamaged(stored);
        } catch (NoSuchFileException e) {
            // A new home, or one of Weir 0.2.
        } catch (IOException | IllegalArgumentException e) {
            throw WeirException.failed(
                    "cannot read " + file,
                    "Give the command as the user who runs the host, or restore the file from a backup.",
                    e);
        }
        return stored;
    }

    private void requireUndamaged(Properties stored) {
        if (stored.getProperty(VERSION_KEY, "").isBlank()) {
            throw WeirException.failed(file + " is damaged: it has no line '" + VERSION_KEY + "=VERSION'", DAMAGED);
        }
        for (String name : new TreeSet<>(stored.stringPropertyNames())) {
            String format = stored.getProperty(name);
            if (!name.equals(VERSION_KEY) && !format.matches("[1-9][0-9]{0,8}")) {
                throw WeirException.failed(
                        file + " is damaged: the format of '" + name + "' is '" + format + "', not a number from 1",
                        DAMAGED);
            }
        }
    }
}
