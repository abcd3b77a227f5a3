package weir.report.internal;

/** Cells of files for spreadsheets that hold text: quoted, and never a formula, for a strategy's text may come from anywhere. */
public final class CsvText {

    private CsvText() {}

    /** A text as a cell; a number stays one, and what a spreadsheet would compute gets an apostrophe before it. */
    public static String text(String text) {
        boolean formula = text.matches("(?s)[=+\\-@\\t\\r\\n].*") && !text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
        return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }
}
