package weir.console.internal;

import java.time.Duration;
import java.util.List;
import weir.installer.ClassUnloadingStatus;
import weir.installer.Installer;

/** An installer whose only report is the status of its plugins. */
public abstract class FakeInstaller implements Installer {

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public List<String> hangingStarts() {
        return List.of();
    }

    @Override
    public ClassUnloadingStatus classUnloading() {
        return new ClassUnloadingStatus(0, 0, List.of());
    }

    @Override
    public void allowName(String strategy, String bundle) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Duration scanDelay() {
        return Duration.ZERO;
    }
}
