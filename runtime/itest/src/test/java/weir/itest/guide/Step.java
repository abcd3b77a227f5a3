package weir.itest.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reader of a guide does at one block of it. */
sealed interface Step {

    /** A line that ends with a file's name in back quotes and a colon says where the next block belongs. */
    Pattern FILE_NAME = Pattern.compile(".*`([^` ]+)`:");

    /** Save a text. */
    record Save(String file, String text) implements Step {}

    /**
     * Run commands of the shell.
     *
     * @param output lines that the guide shows as their output; {@code …} stands for anything
     */
    record Run(String commands, List<String> output) implements Step {}

    /**
     * Start commands in a terminal of their own, which stays open.
     *
     * @param output lines that appear in it before the reader goes on
     */
    record Start(String commands, List<String> output) implements Step {}

    /** The same step with the output that the guide shows for it. */
    private Step showing(List<String> output) {
        if (this instanceof Run run) {
            return new Run(run.commands(), output);
        }
        if (this instanceof Start start) {
            return new Start(start.commands(), output);
        }
        throw new IllegalArgumentException("a file has no output: " + output);
    }

    /**
     * The steps of a Markdown page, in order: each fenced block is one, but for a {@code text} block, which is the output of
     * the one before.
     */
    static List<Step> of(List<String> page) {
        List<Step> steps = new ArrayList<>();
        String before = "";
        for (int i = 0; i < page.size(); i++) {
            String line = page.get(i);
            if (line.startsWith("```")) {
                int end = i + 1 + page.subList(i + 1, page.size()).indexOf("```");
                add(steps, line.substring(3), before, page.subList(i + 1, end));
                i = end;
            } else if (!line.isBlank()) {
                before = line;
            }
        }
        return steps;
    }

    private static void add(List<Step> steps, String language, String before, List<String> block) {
        String text = String.join("\n", block) + "\n";
        switch (language) {
            case "sh" -> steps.add(new Run(text, List.of()));
            case "sh host" -> steps.add(new Start(text, List.of()));
            case "text" -> {
                Step shown = steps.remove(steps.size() - 1);
                steps.add(shown.showing(List.copyOf(block)));
            }
            default -> steps.add(new Save(fileName(before), text));
        }
    }

    private static String fileName(String before) {
        Matcher name = FILE_NAME.matcher(before);
        if (!name.matches()) {
            throw new IllegalArgumentException("no file is named before a block: " + before);
        }
        return name.group(1);
    }
}
