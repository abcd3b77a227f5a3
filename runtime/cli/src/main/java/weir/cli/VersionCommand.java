package weir.cli;

import picocli.CommandLine.Command;
import weir.launcher.Assembly;

/** {@code weir version}. */
@Command(name = "version", description = "Shows the versions to name in a bug report.")
final class VersionCommand implements Runnable {

    @Override
    public void run() {
        System.out.println("weir " + Weir.class.getPackage().getImplementationVersion());
        System.out.println("java " + Runtime.version() + ", " + System.getProperty("java.vendor"));
        System.out.println("on   " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        System.out.println("from " + Assembly.running().folder());
    }
}
