package weir.cli.admin;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir uninstall NAME VERSION}: a strategy out of the running host. */
@Command(
        name = "uninstall",
        description = "Uninstalls a version of a strategy; queries that it is answering are answered first.",
        sortOptions = false)
public final class UninstallCommand implements Callable<Integer> {

    @Mixin
    private HostOptions options;

    @Parameters(index = "0", paramLabel = "NAME", description = "Bundle, as `weir strategies` names it.")
    private String name;

    @Parameters(index = "1", paramLabel = "VERSION", description = "Its version, for example 1.0.0.")
    private String version;

    @Override
    public Integer call() {
        return options.show(options.host().post("strategies", name, version, "uninstall"), answer -> {
            System.out.println("uninstalled " + Answer.cell(answer, "uninstalled"));
            Unloading.print(answer);
            String unserved = Answer.cell(answer, "unserved");
            if (!unserved.equals("-")) {
                System.out.println(
                        "Nobody serves " + unserved
                                + " now: the current positions are kept. Install a version that fits, or pin another strategy.");
            }
        });
    }
}
