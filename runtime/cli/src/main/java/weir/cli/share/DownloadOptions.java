package weir.cli.share;

import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Option;
import weir.share.fetch.SourceAddress;
import weir.share.http.DownloadProgress;
import weir.share.http.HeaderFile;
import weir.share.repository.RepositorySource;

/** Options of the commands that download from repositories. */
public final class DownloadOptions {

    @Option(
            names = "--header-file",
            paramLabel = "FILE",
            description = "Headers for private repositories, a line for each: https://HOST/PATH NAME: VALUE")
    private Path headerFile;

    /** Opens the repository at an address. */
    public Function<String, RepositorySource> opener(DownloadProgress progress) {
        return SourceAddress.opener(headerFile == null ? HeaderFile.NONE : HeaderFile.read(headerFile), progress);
    }
}
