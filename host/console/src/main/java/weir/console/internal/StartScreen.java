package weir.console.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import weir.console.internal.admin.AdminAddress;
import weir.installer.Installer;
import weir.installer.PluginStatus;
import weir.router.RouteStatus;
import weir.router.Router;

/**
 * Says once after the start what is listening, installed and routed: as soon as every file of the plugins folder is judged
 * and every route is served, or after a few seconds as it is then.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "weir.console")
public final class StartScreen {

    /** Configuration of PID {@code weir.console}. */
    @interface Shown {
        /** Where validators ask, as a URL without a path; empty for nowhere. */
        String axon() default "";
    }

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Router router;
    private final Installer installer;
    /** Where validators shall ask; empty for nowhere. */
    private final String axon;

    /** There once commands are taken. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile AdminAddress admin;

    private final String version;
    private final Thread printer = new Thread(this::print, "weir start screen");

    @Activate
    public StartScreen(
            BundleContext context, @Reference Router router, @Reference Installer installer, Shown configuration) {
        this.router = router;
        this.installer = installer;
        this.axon = configuration.axon();
        this.version = context.getBundle().getVersion().toString();
        printer.setDaemon(true);
        printer.start();
    }

    @Deactivate
    void stop() {
        printer.interrupt();
    }

    private void print() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!settled() && System.nanoTime() < end) {
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            return;
        }
        AdminAddress commands = admin;
        boolean listening = !axon.isEmpty() && isListening();
        System.out.print(Screen.text(
                version,
                listening ? axon : "",
                commands == null ? "" : commands.url(),
                installer.status(),
                router.routes(),
                problems(listening, commands != null)));
        System.out.flush();
    }

    private boolean isListening() {
        URI address = URI.create(axon);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), (int) PATIENCE.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean settled() {
        List<PluginStatus> plugins = installer.status();
        return !plugins.isEmpty()
                && plugins.stream().noneMatch(plugin -> plugin.state() == PluginStatus.State.WAITING)
                && router.routes().stream().noneMatch(StartScreen::idle)
                && admin != null
                && (axon.isEmpty() || isListening());
    }

    private static boolean idle(RouteStatus route) {
        return route.serving().isEmpty();
    }

    private List<String> problems(boolean listening, boolean takesCommands) {
        List<String> problems = new ArrayList<>(installer.problems());
        if (!axon.isEmpty() && !listening) {
            problems.add("nothing listens on " + axon + ": validators get no answer; see above why, and start again");
        }
        if (!takesCommands) {
            problems.add("no commands are taken; see above why, and start again");
        }
        problems.addAll(router.problems());
        installer.status().stream()
                .filter(plugin -> !plugin.message().isEmpty())
                .forEach(plugin -> problems.add(plugin.file() + ": " + plugin.message()));
        router.routes().stream()
                .filter(StartScreen::idle)
                .forEach(route -> problems.add("route " + route.id() + ": " + route.note()
                        + "; until then its queries are answered with the current positions"));
        return problems;
    }
}
