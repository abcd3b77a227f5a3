package weir.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import weir.doctor.Doctor;
import weir.doctor.DoctorReport;
import weir.launcher.Assembly;

/** {@code weir doctor}. */
@Command(
        name = "doctor",
        customSynopsis = "weir doctor [--SETTING VALUE]... [--json]",
        description = {
            "Checks machine, host, wallet, vault and what the chain says of this miner; names a remedy for each fault.",
            "Changes nothing. Works while the host runs and while it is stopped. Takes less than ten seconds."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no fault; there may be warnings",
            "1:at least one fault",
            "2:a flag or setting is not valid",
            "6:no fault, but not everything could be checked"
        })
final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "7",
            description = "How long answers of the network are awaited, all together (${DEFAULT-VALUE}).")
    private int timeout;

    @Override
    public Integer call() {
        DoctorReport report = Doctor.examine(
                SettingOptions.values(spec),
                System.getenv(),
                Path.of(""),
                Assembly.running(),
                Duration.ofSeconds(Math.max(0, timeout)));
        System.out.print(json ? report.json() + "\n" : report.text());
        return report.exitCode();
    }
}
