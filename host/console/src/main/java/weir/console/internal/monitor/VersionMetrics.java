package weir.console.internal.monitor;

import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weir.metrics.Counter;
import weir.metrics.Histogram;
import weir.metrics.Metrics;
import weir.router.RouteChange;
import weir.router.RouteStatus;
import weir.router.RouterListener;

/** Counts changes of the routes' serving versions by cause, on the router's thread for listeners. */
@Component(service = {VersionMetrics.class, RouterListener.class})
public final class VersionMetrics implements RouterListener {

    private final Counter changes;
    private final Histogram durations;

    @Activate
    public VersionMetrics(@Reference Metrics metrics) {
        changes = metrics.counter(
                "weir_strategy_changes_total", "Changes of a route's serving version by cause", "route", "cause");
        durations = metrics.histogram(
                "weir_strategy_change_duration_seconds",
                "Time between the cause of a change of version and the new route table",
                QueryMetrics.SECONDS);
    }

    @Override
    public void servingChanged(RouteChange change) {
        changes.increment(change.change().route(), change.cause().name().toLowerCase(Locale.ROOT));
        durations.observe(change.duration());
    }

    /** Ends the series of other routes. */
    void keepOnly(List<RouteStatus> current) {
        changes.removeIf(
                values -> current.stream().noneMatch(route -> route.id().equals(values.get(0))));
    }
}
