package weir.cli.share;

import java.util.function.Supplier;
import weir.report.ProgressLine;
import weir.share.http.DownloadProgress;

/** Shows the progress of downloads, one file after the other, with the time left. */
public final class DownloadLine implements DownloadProgress, AutoCloseable {

    private static final int KIB = 1024;

    private final Supplier<ProgressLine> lines;
    private String file = "";
    private ProgressLine line;

    /** @param lines creates a line for each file */
    public DownloadLine(Supplier<ProgressLine> lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void onReceived(String name, long received, long total) {
        if (line == null || !name.equals(file)) {
            close();
            line = lines.get();
            file = name;
        }
        line.show("downloaded " + received / KIB + " of " + total / KIB + " KiB", received, total);
    }

    @Override
    public synchronized void close() {
        if (line != null) {
            line.close();
        }
        line = null;
    }
}
