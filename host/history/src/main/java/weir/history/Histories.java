package weir.history;

import java.nio.file.Path;
import weir.history.internal.FileSwapStore;

/** Where histories come from, for code that is not an OSGi component. */
public final class Histories {

    private Histories() {}

    /**
     * The embedded store in a folder, which is made when first written to. Several stores, threads and processes may share
     * a folder. Survives a kill at any moment: what was appended or committed is there, the rest is not.
     */
    public static SwapStore embedded(Path folder) {
        return new FileSwapStore(folder);
    }
}
