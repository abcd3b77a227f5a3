package weir.itest.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import weir.isolation.Level;

/** A table of docs/isolation.md: what hostile code does at each level. It is generated from results of probes. */
final class LevelTable {

    static final String YES = "**yes**";
    static final String NO = "no";

    private static final Path PAGE = Path.of("../../docs/isolation.md");

    private final String title;
    private final Map<String, List<String>> cells = new LinkedHashMap<>();

    /** @param title heading of the first column, which finds the table on the page */
    LevelTable(String title) {
        this.title = title;
    }

    /** Adds the results of a probe at all levels, from the weakest to the strongest. */
    void add(String probe, List<String> results) {
        cells.put(probe, results);
    }

    /**
     * Compares the results with the page, which must have the same probes.
     *
     * @param isReference whether they must be equal. Otherwise, a probe may do less, because of the user, the JDK or the machine
     */
    void requireDocumented(boolean isReference) throws IOException {
        Map<String, List<String>> page = page();
        if (isReference) {
            Path generated = Path.of("target", title.replace(' ', '-') + ".md");
            Files.writeString(generated, format());
            assertEquals(page, cells, "copy " + generated + " into " + PAGE);
            return;
        }
        assertEquals(List.copyOf(page.keySet()), List.copyOf(cells.keySet()), PAGE + " has other probes");
        List<String> more = new ArrayList<>();
        cells.forEach((probe, results) -> {
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i).equals(YES) && !page.get(probe).get(i).equals(YES)) {
                    more.add(probe + " at " + Level.values()[i].id());
                }
            }
        });
        assertEquals(List.of(), more, PAGE + " says that this is not possible");
    }

    private String format() {
        return heading() + "|---|---|---|---|\n"
                + cells.entrySet().stream()
                        .map(row -> "| " + row.getKey() + " | " + String.join(" | ", row.getValue()) + " |\n")
                        .collect(Collectors.joining());
    }

    private String heading() {
        return "| " + title + " | host | separate | fenced |\n";
    }

    private Map<String, List<String>> page() throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        String text = Files.readString(PAGE);
        int start = text.indexOf(heading());
        text.substring(Math.max(0, start))
                .lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| "))
                .forEach(row -> rows.put(row[0], Arrays.asList(row).subList(1, row.length)));
        return rows;
    }
}
