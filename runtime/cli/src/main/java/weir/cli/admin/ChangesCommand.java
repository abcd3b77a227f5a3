package weir.cli.admin;

import com.google.gson.JsonElement;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weir.report.TextTable;

/** {@code weir changes PAIR}. */
@Command(
        name = "changes",
        description = "Shows which version served a pair since when, and why it changed; the newest change is last.",
        sortOptions = false)
public final class ChangesCommand implements Runnable {

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    @Mixin
    private HostOptions options;

    @Parameters(paramLabel = "PAIR", description = "Pool address or id of a route.")
    private String pair;

    @Override
    public void run() {
        options.show(options.host().get("routes", pair, "changes"), changes -> {
            TextTable table = new TextTable("SINCE", "ROUTE", "STRATEGY", "VERSION", "REASON");
            for (JsonElement change : changes.getAsJsonArray()) {
                table.row(
                        LOCAL.format(Instant.parse(AnswerText.cell(change, "at"))),
                        AnswerText.cell(change, "route"),
                        AnswerText.cell(change, "strategy"),
                        AnswerText.cell(change, "version"),
                        AnswerText.cell(change, "why"));
            }
            table.print();
        });
    }
}
