package weir.cli;

import java.util.stream.Stream;
import picocli.CommandLine.Command;
import weir.launcher.Assembly;

/** {@code weir version}. */
@Command(name = "version", description = "Shows the versions of Weir, Java and the system, for bug reports.")
final class VersionCommand implements Runnable {

    @Override
    public void run() {
        Stream.of(lines()).forEach(System.out::println);
    }

    static String[] lines() {
        return new String[] {
            "weir " + Weir.class.getPackage().getImplementationVersion(),
            "java " + Runtime.version() + ", " + System.getProperty("java.vendor"),
            "on   " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                    + System.getProperty("os.arch") + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors",
            "from " + Assembly.running().folder()
        };
    }
}
