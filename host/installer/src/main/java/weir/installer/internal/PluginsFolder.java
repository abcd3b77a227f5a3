package weir.installer.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The JARs of the plugins folder, and since when each has been as it is: a file that is being copied changes from look to look.
 * Times are of the monotonic clock. Not thread-safe.
 */
final class PluginsFolder {

    /** Unchanged for this long, a file is complete. */
    static final Duration SETTLES = Duration.ofMillis(150);

    /** Missing for this long, a file is gone; longer than it takes a renamed file to settle, so that the new name comes first. */
    static final Duration VANISHES = Duration.ofMillis(300);

    private final Path folder;
    private final Map<String, Sighting> sightings = new HashMap<>();

    PluginsFolder(Path folder) {
        this.folder = folder;
    }

    Path path(String file) {
        return folder.resolve(file);
    }

    /** Whether it is there and commands cannot install into it; the host itself only reads it. */
    boolean isReadOnly() {
        // In this order: a folder that vanishes in between is not read-only.
        return !Files.isWritable(folder) && Files.isDirectory(folder);
    }

    /**
     * Looks again.
     *
     * @return all files that are there or were there less than {@link #VANISHES} ago, by name
     * @throws IOException if the folder cannot be read, which is no reason to take its files for gone
     */
    Map<String, Sighting> look(long now) throws IOException {
        Set<String> there = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*.jar")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                Stamp stamp = Stamp.of(file);
                if (!stamp.equals(Stamp.NONE)) {
                    there.add(name);
                    sightings.compute(name, (key, before) -> Sighting.next(before, stamp, now));
                }
            }
        }
        sightings.replaceAll((name, before) -> there.contains(name) ? before : Sighting.next(before, Stamp.NONE, now));
        sightings
                .values()
                .removeIf(seen -> seen.stamp().equals(Stamp.NONE) && now - seen.since() >= VANISHES.toNanos());
        return Map.copyOf(sightings);
    }

    /**
     * A file as it looks.
     *
     * @param stamp what tells one state of a file from another
     * @param since when it was first seen like this
     */
    record Sighting(Stamp stamp, long since) {

        private static Sighting next(Sighting before, Stamp stamp, long now) {
            return before != null && before.stamp().equals(stamp) ? before : new Sighting(stamp, now);
        }

        boolean isSettled(long now) {
            return !stamp.equals(Stamp.NONE) && now - since >= SETTLES.toNanos();
        }
    }

    /** Size, time and inode of a file. */
    record Stamp(long size, FileTime modified, String key) {

        /** Of a file that is not there. */
        static final Stamp NONE = new Stamp(-1, FileTime.fromMillis(0), "");

        static Stamp of(Path file) throws IOException {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return attributes.isRegularFile()
                        ? new Stamp(
                                attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()))
                        : NONE;
            } catch (NoSuchFileException e) {
                return NONE;
            }
        }
    }
}
