package weir.share.http;

/** Receives the progress of downloads. Calls for one file come one after the other, on any thread. */
@FunctionalInterface
public interface DownloadProgress {

    /** Ignores the progress. */
    DownloadProgress NONE = (file, received, total) -> {};

    /**
     * Called when a part of a file has arrived.
     *
     * @param file name of the file, the last segment of its address
     * @param received bytes received so far, at least one
     * @param total expected size in bytes; may be larger than the actual one
     */
    void onReceived(String file, long received, long total);
}
