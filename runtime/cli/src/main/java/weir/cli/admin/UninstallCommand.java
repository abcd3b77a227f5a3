package weir.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir uninstall NAME VERSION}. */
@Command(
        name = "uninstall",
        description = "Uninstalls a version of a strategy, after the queries in progress.",
        sortOptions = false)
public final class UninstallCommand implements Runnable {

    @Mixin
    private HostOptions options;

    @Parameters(index = "0", paramLabel = "NAME", description = "Bundle, as in `weir strategies`.")
    private String name;

    @Parameters(index = "1", paramLabel = "VERSION", description = "Its version, for example 1.0.0.")
    private String version;

    @Override
    public void run() {
        options.show(options.host().post("strategies", name, version, "uninstall"), answer -> {
            System.out.println("uninstalled " + AnswerText.cell(answer, "uninstalled"));
            AnswerText.printUnloading(answer);
            String unserved = AnswerText.cell(answer, "unserved");
            if (!unserved.equals("-")) {
                System.out.println("No strategy serves " + unserved + " now: the current positions are kept. Install a"
                        + " version in the route's range, or pin another strategy.");
            }
        });
    }
}
