package weir.cli.admin;

import com.google.gson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir allow-name NAME BUNDLE}: permits another bundle to provide a strategy. */
@Command(
        name = "allow-name",
        description = {
            "Permits a bundle to provide a strategy whose name belongs to another bundle.",
            "The first bundle that provides a name owns it. Routes then select among the versions of all permitted bundles."
        },
        sortOptions = false)
public final class AllowNameCommand implements Runnable {

    @Mixin
    private HostOptions options;

    @Parameters(index = "0", paramLabel = "NAME", description = "Strategy, for example range-follower.")
    private String strategy;

    @Parameters(index = "1", paramLabel = "BUNDLE", description = "Symbolic name of the bundle.")
    private String bundle;

    @Override
    public void run() {
        JsonObject permission = new JsonObject();
        permission.addProperty("bundle", bundle);
        options.show(
                options.host().post(permission, "strategies", strategy, "allow"),
                answer -> System.out.println("bundle " + AnswerText.cell(answer, "bundle") + " may provide "
                        + AnswerText.cell(answer, "strategy")));
    }
}
