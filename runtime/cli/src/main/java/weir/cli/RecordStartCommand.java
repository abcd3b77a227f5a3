package weir.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import weir.demo.StartRecorder;
import weir.launcher.Assembly;

/** {@code weir record-start}: once for each Java, for faster starts. */
@Command(name = "record-start", description = "Records a start for this Java, so that later ones are a third faster.")
final class RecordStartCommand implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Override
    public Integer call() {
        System.out.println("recorded " + new StartRecorder(Assembly.running()).make());
        return 0;
    }
}
