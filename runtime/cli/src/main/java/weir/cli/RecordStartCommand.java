package weir.cli;

import picocli.CommandLine.Command;
import weir.demo.StartRecorder;
import weir.launcher.Assembly;

/** {@code weir record-start}. */
@Command(
        name = "record-start",
        description = "Records a start with this Java, so that later starts are a third faster.")
final class RecordStartCommand implements Runnable {

    @Override
    public void run() {
        System.out.println("recorded " + StartRecorder.recordArchive(Assembly.running()));
    }
}
