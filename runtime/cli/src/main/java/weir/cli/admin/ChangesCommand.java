package weir.cli.admin;

import com.google.gson.JsonElement;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weir.report.TextTable;

/** {@code weir changes PAIR}: who served when, and why that changed. */
@Command(
        name = "changes",
        description = "Shows who served a pair since when, and why that changed; the newest last.",
        sortOptions = false)
public final class ChangesCommand implements Callable<Integer> {

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    @Mixin
    private HostOptions options;

    @Parameters(paramLabel = "PAIR", description = "Pool address, or a route's id.")
    private String pair;

    @Override
    public Integer call() {
        return options.show(options.host().get("routes", pair, "changes"), changes -> {
            TextTable table = new TextTable("SINCE", "ROUTE", "STRATEGY", "VERSION", "WHY");
            for (JsonElement change : changes.getAsJsonArray()) {
                table.row(
                        LOCAL.format(Instant.parse(Answer.cell(change, "at"))),
                        Answer.cell(change, "route"),
                        Answer.cell(change, "strategy"),
                        Answer.cell(change, "version"),
                        Answer.cell(change, "why"));
            }
            table.print();
        });
    }
}
