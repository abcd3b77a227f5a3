package weir.isolation.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import weir.isolation.ChildProcesses;
import weir.isolation.ChildSettings;
import weir.isolation.ChildStatus;
import weir.isolation.Level;
import weir.isolation.RemoteComponent;
import weir.isolation.RemoteStrategy;

/** The child processes of the host, as a service. */
// Immediate: the installer's activation then need not wait for this one.
@Component(
        service = ChildProcesses.class,
        immediate = true,
        configurationPid = "weir.isolation",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = IsolationComponent.Config.class)
public final class IsolationComponent implements ChildProcesses {

    /** Longest deadline of a query, 3 s, and the time until a child that does not answer is killed. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);

    /** Configuration of PID {@code weir.isolation}. */
    @ObjectClassDefinition(name = "Weir isolation")
    public @interface Config {
        /** JARs of the runner and of the API of strategies. */
        String[] class_path();

        /** Working directory of child processes; it stays empty. */
        String directory();

        /** Maximum size of a child's heap in MiB. */
        int heap() default 48;
    }

    private final ChildPool pool;

    /** @throws IOException if the working directory cannot be created */
    @Activate
    public IsolationComponent(Config config) throws IOException {
        Path directory = Files.createDirectories(Path.of(config.directory()));
        List<Path> classPath = Arrays.stream(config.class_path()).map(Path::of).toList();
        this.pool = new ChildPool(new ChildSettings(classPath, directory, config.heap(), CALL_LIMIT), System::nanoTime);
    }

    @Override
    @Deactivate
    public void close() {
        pool.close();
    }

    @Override
    public RemoteStrategy create(RemoteComponent component, Map<String, Object> properties) {
        return pool.create(component, properties);
    }

    @Override
    public List<ChildStatus> status() {
        return pool.status();
    }

    @Override
    public Optional<String> problem(Level level) {
        return pool.problem(level);
    }

    @Override
    public List<String> missingLimits() {
        return pool.missingLimits();
    }
}
