package weir.isolation.start;

import weir.isolation.ChildProcesses;
import weir.isolation.ChildSettings;
import weir.isolation.internal.ChildPool;

/** Starts child processes for commands and benchmarks. */
public final class ChildProcessStarter {

    private ChildProcessStarter() {}

    /** Returns child processes that belong to the caller, who closes them. */
    public static ChildProcesses start(ChildSettings settings) {
        return new ChildPool(settings, System::nanoTime);
    }
}
