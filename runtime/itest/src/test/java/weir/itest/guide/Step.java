package weir.itest.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One block of a guide, as an action. */
sealed interface Step {

    /** A line that ends with a file name in back quotes and a colon names the file of the next block. */
    Pattern FILE_NAME = Pattern.compile(".*`([^` ]+)`:");

    /** Save a text to a file. */
    record Save(String file, String text) implements Step {}

    /**
     * Run shell commands.
     *
     * @param output lines of output that the guide shows; {@code …} matches anything
     */
    record Run(String commands, List<String> output) implements Step {}

    /**
     * Start commands in a second shell, which stays open.
     *
     * @param output lines that must appear before the next step
     */
    record Start(String commands, List<String> output) implements Step {}

    /** The same step with the expected output. */
    private Step withOutput(List<String> output) {
        if (this instanceof Run run) {
            return new Run(run.commands(), output);
        }
        if (this instanceof Start start) {
            return new Start(start.commands(), output);
        }
        throw new IllegalArgumentException("a file has no output: " + output);
    }

    /**
     * Parses a Markdown page: each fenced block is a step, except for {@code text} blocks, which are the output of the step
     * before.
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
                Step step = steps.remove(steps.size() - 1);
                steps.add(step.withOutput(List.copyOf(block)));
            }
            default -> steps.add(new Save(fileName(before), text));
        }
    }

    private static String fileName(String before) {
        Matcher name = FILE_NAME.matcher(before);
        if (!name.matches()) {
            throw new IllegalArgumentException("no file name before the block: " + before);
        }
        return name.group(1);
    }
}
