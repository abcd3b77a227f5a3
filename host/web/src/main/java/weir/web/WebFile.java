package weir.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A file for browsers: a script or a style sheet, UTF-8. */
public enum WebFile {
    /** The chart library uPlot, a classic script that defines {@code uPlot}. */
    UPLOT("uplot.js", "text/javascript", WebFile.UPLOT_DIRECTORY + "uPlot.iife.min.js"),
    /** The style sheet of uPlot. */
    UPLOT_STYLE("uplot.css", "text/css", WebFile.UPLOT_DIRECTORY + "uPlot.min.css"),
    /** What all charts have in common: a module, which needs {@link #UPLOT}. */
    CHART("chart.js", "text/javascript", "chart.js"),
    /** Charts of prices with ranges and of values over time: a module, which imports {@code ./chart.js}, that is {@link #CHART}. */
    CHARTS("charts.js", "text/javascript", "charts.js"),
    /** Colours, text, tables and charts, in light and dark. */
    STYLE("style.css", "text/css", "style.css");

    private static final String UPLOT_DIRECTORY = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private final String fileName;
    private final String mediaType;
    private final String resource;

    WebFile(String fileName, String mediaType, String resource) {
        this.fileName = fileName;
        this.mediaType = mediaType;
        this.resource = resource;
    }

    /** Name of the file, as modules and pages refer to it. */
    public String fileName() {
        return fileName;
    }

    /** Media type without parameters. */
    public String mediaType() {
        return mediaType;
    }

    /** Reads the file. */
    public byte[] bytes() {
        try (InputStream in = WebFile.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + fileName + " of the bundle weir.web", e);
        }
    }

    /** Reads the file as text. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
