package weir.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import weir.launcher.Assembly;

/** {@code weir version}: what to say in a bug report. */
@Command(name = "version", description = "Shows the versions to name in a bug report.")
final class VersionCommand implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Override
    public Integer call() {
        System.out.println("weir " + Weir.class.getPackage().getImplementationVersion());
        System.out.println("java " + Runtime.version() + ", " + System.getProperty("java.vendor"));
        System.out.println("on   " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        System.out.println("from " + Assembly.running().folder());
        return 0;
    }
}
