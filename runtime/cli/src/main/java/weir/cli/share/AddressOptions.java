package weir.cli.share;

import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weir.share.fetch.SourceAddress;
import weir.share.http.DownloadProgress;
import weir.share.repository.RepositorySource;

/** The address of a repository or a blocklist, and how to read it. */
public final class AddressOptions {

    @Parameters(paramLabel = "URL", description = "https:// or http:// address, or a directory.")
    private String url;

    @Mixin
    private DownloadOptions downloads;

    /** The address in its normal form. */
    public String address() {
        return SourceAddress.normal(url);
    }

    /** Opens addresses. */
    public Function<String, RepositorySource> opener() {
        return downloads.opener(DownloadProgress.NONE);
    }
}
