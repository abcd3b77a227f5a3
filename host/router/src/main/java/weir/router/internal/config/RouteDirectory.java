package weir.router.internal.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the route files of a directory. A file that cannot be used is reported once, its last valid content stays in force, and other
 * files are not affected. Not thread-safe, except for {@link #problems}.
 */
public final class RouteDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(RouteDirectory.class);
    private static final String FILE_SUFFIX = ".json";
    private static final int MAX_FILE_BYTES = 1 << 20;

    /** An editor or a copy may replace a file in several steps; until then its last valid content stays in force. */
    private static final long REPLACEMENT_NANOS = Duration.ofMillis(500).toNanos();

    private final Path directory;
    private final Function<Route, Optional<String>> parameterProblem;
    private final LongSupplier nanoClock;
    private Map<String, RouteFile> fileByRoute = new TreeMap<>();
    private volatile List<String> problems = List.of();

    /** @param parameterProblem why the installed strategies reject the parameters of a route; empty if they do not */
    public RouteDirectory(Path directory, Function<Route, Optional<String>> parameterProblem) {
        this(directory, parameterProblem, System::nanoTime);
    }

    /** @param nanoClock a monotonic clock */
    public RouteDirectory(Path directory, Function<Route, Optional<String>> parameterProblem, LongSupplier nanoClock) {
        this.directory = directory;
        this.parameterProblem = parameterProblem;
        this.nanoClock = nanoClock;
    }

    /** Problems that an operator must solve, one message per file. */
    public List<String> problems() {
        return problems;
    }

    /** Reads the files, and parses those whose content has changed since the last scan. Returns the routes to put in force, in the order of their ids. */
    public List<Route> scan() {
        List<String> newProblems = new ArrayList<>();
        long now = nanoClock.getAsLong();
        try {
            Map<String, RouteFile> files = new TreeMap<>();
            for (Path path : listFiles(newProblems)) {
                String name = path.getFileName().toString();
                String id = name.substring(0, name.length() - FILE_SUFFIX.length());
                files.put(id, read(id, path, Optional.ofNullable(fileByRoute.get(id)), now));
            }
            Set<List<Object>> present = selectors(files.values());
            fileByRoute.forEach((id, before) -> {
                boolean isRenamed = present.containsAll(selectors(List.of(before)));
                if (!isRenamed && (!before.isMissing() || before.mayBeReplaced(now))) {
                    files.putIfAbsent(id, before.missing(now));
                }
            });
            fileByRoute = files;
        } catch (IOException e) {
            newProblems.add("routes directory " + directory + " cannot be read (" + e
                    + "); create it, or correct its permissions");
        }
        fileByRoute.values().forEach(file -> file.problem().ifPresent(newProblems::add));
        List<Route> routes = withoutDuplicates(newProblems);
        newProblems.stream().filter(problem -> !problems.contains(problem)).forEach(LOG::error);
        problems = List.copyOf(newProblems);
        return routes;
    }

    /** Whether another scan may give another result though no file changes: a file is missing or was perhaps half written. */
    public boolean needsRescan() {
        return fileByRoute.values().stream().anyMatch(file -> !file.isSettled());
    }

    /** Drops the last content of a file: if the file is missing now, its route ends at the next scan. */
    public void forget(String id) {
        fileByRoute.remove(id);
    }

    /** Lists the route files. Hidden files, such as the {@code ._} files of macOS, are none. */
    private List<Path> listFiles(List<String> newProblems) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path path : files) {
                String name = path.getFileName().toString();
                if (name.startsWith(".")) {
                    continue;
                }
                if (name.endsWith(FILE_SUFFIX)) {
                    paths.add(path);
                } else if (name.toLowerCase(Locale.ROOT).endsWith(FILE_SUFFIX)) {
                    newProblems.add(name + ": is not read, because the name does not end with .json in lower case;"
                            + " rename the file");
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return paths;
    }

    private RouteFile read(String id, Path path, Optional<RouteFile> before, long now) {
        Optional<Route> lastValid = before.flatMap(RouteFile::route);
        Content content = Content.read(path);
        boolean isUnchanged =
                before.filter(file -> file.content().equals(content)).isPresent();
        if (content.equals(Content.MISSING)) {
            return before.map(file -> file.missing(now))
                    .orElse(new RouteFile(content, Optional.empty(), Optional.empty(), false, now));
        }
        if (isUnchanged && before.get().isSettled() && before.get().problem().isEmpty()) {
            return before.get();
        }
        // An invalid file is parsed again, because the strategies that are installed now may accept its parameters.
        try {
            Route route = RouteParser.parse(id, content.requireText(path));
            parameterProblem.apply(route).ifPresent(problem -> {
                throw new IllegalArgumentException(problem);
            });
            return new RouteFile(content, Optional.of(route), Optional.empty(), true, now);
        } catch (IllegalArgumentException e) {
            long since = isUnchanged ? before.get().sinceNanos() : now;
            boolean isSettled = isUnchanged && !before.get().mayBeReplaced(now);
            return new RouteFile(
                    content, lastValid, isSettled ? Optional.of(e.getMessage()) : Optional.empty(), isSettled, since);
        }
    }

    /** Of routes that match the same queries, the first one counts. */
    private List<Route> withoutDuplicates(List<String> newProblems) {
        Set<List<Object>> selectors = new HashSet<>();
        List<Route> routes = new ArrayList<>();
        for (RouteFile file : fileByRoute.values()) {
            file.route().ifPresent(route -> {
                if (selectors.add(route.selector())) {
                    routes.add(route);
                } else if (!file.isMissing()) {
                    newProblems.add(route.id() + FILE_SUFFIX + ": 'pair', 'vault' and 'roundTypes' are those of another"
                            + " route; change or remove one of the two files");
                }
            });
        }
        return routes;
    }

    private static Set<List<Object>> selectors(Collection<RouteFile> files) {
        return files.stream()
                .flatMap(file -> file.route().stream())
                .map(Route::selector)
                .collect(Collectors.toSet());
    }

    /**
     * A file as the last scan saw it.
     *
     * @param content the text, or why it cannot be read
     * @param route its last valid content
     * @param problem why its present content is not valid
     * @param isSettled whether it is certainly complete, and not half written
     * @param sinceNanos when it was first seen in this state, by the monotonic clock
     */
    private record RouteFile(
            Content content, Optional<Route> route, Optional<String> problem, boolean isSettled, long sinceNanos) {

        /** This file without content; it counts as missing since it was first seen so. */
        RouteFile missing(long now) {
            return new RouteFile(Content.MISSING, route, Optional.empty(), false, isMissing() ? sinceNanos : now);
        }

        boolean mayBeReplaced(long now) {
            return now - sinceNanos < REPLACEMENT_NANOS;
        }

        boolean isMissing() {
            return content.equals(Content.MISSING);
        }
    }

    /** The content of a file. It is compared as a whole, because a changed file may have the same size and time. */
    private record Content(String text, String problem) {
        static final Content MISSING = new Content("", "is missing");

        static Content read(Path file) {
            try {
                if (!Files.isRegularFile(file)) { // Reading a pipe would block.
                    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                            ? new Content("", "is not a regular file; replace it with a file that contains a route")
                            : MISSING;
                }
                byte[] bytes;
                try (InputStream in = Files.newInputStream(file)) {
                    bytes = in.readNBytes(MAX_FILE_BYTES + 1);
                }
                return bytes.length > MAX_FILE_BYTES
                        ? new Content("", "is larger than 1 MiB; check that it is a route")
                        : new Content(
                                StandardCharsets.UTF_8
                                        .newDecoder()
                                        .decode(ByteBuffer.wrap(bytes))
                                        .toString(),
                                "");
            } catch (CharacterCodingException e) {
                return new Content("", "is not text in UTF-8; save it in this encoding");
            } catch (NoSuchFileException e) {
                return MISSING;
            } catch (IOException e) {
                return new Content("", "cannot be read (" + e + "); correct its permissions");
            }
        }

        String requireText(Path file) {
            if (!problem.isEmpty()) {
                throw new IllegalArgumentException(file.getFileName() + ": " + problem);
            }
            return text;
        }
    }
}
