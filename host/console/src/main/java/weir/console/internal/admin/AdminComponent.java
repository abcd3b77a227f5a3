package weir.console.internal.admin;

import java.net.BindException;
import java.nio.file.Path;
import java.time.Clock;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.WeirException;
import weir.console.internal.ConsoleConfiguration;
import weir.console.internal.HostSettings;
import weir.console.internal.monitor.Monitoring;
import weir.console.internal.page.PageHandler;
import weir.console.internal.page.PageSessions;
import weir.console.internal.panel.PagePanels;
import weir.installer.Installer;
import weir.rounds.challenge.Challenges;
import weir.router.Router;
import weir.router.Routes;

/** Runs the {@link AdminServer}, which is a service while it listens. */
@Component(
        service = {},
        immediate = true,
        configurationPid = ConsoleConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ConsoleConfiguration.class)
public final class AdminComponent {

    private static final Logger LOG = LoggerFactory.getLogger(AdminComponent.class);

    private AdminServer server;
    private ServiceRegistration<AdminServer> registration;

    /**
     * Starts the server. If it cannot listen, stops the framework: the host then ends, so that a supervisor notices. If its files
     * cannot be written, because the disk is full, validators are answered without an admin API.
     */
    @Activate
    public AdminComponent(
            BundleContext context,
            @Reference Router router,
            @Reference Routes routes,
            @Reference Challenges challenges,
            @Reference Installer installer,
            @Reference ServiceComponentRuntime components,
            @Reference StateMonitor states,
            @Reference HealthReport health,
            @Reference Monitoring monitoring,
            @Reference PagePanels page,
            ConsoleConfiguration configuration) {
        PageSessions sessions = new PageSessions(Clock.systemUTC());
        AdminHandler commands = new AdminHandler(
                new StrategyCommands(
                        installer,
                        router,
                        context,
                        components,
                        new PluginDirectory(Path.of(configuration.plugins()), installer, states)),
                new RouteCommands(router, routes, states),
                new ChallengeCommands(challenges),
                health,
                HostSettings.parse(configuration.settings()),
                sessions);
        // Not thrown: each user of the service would try again, and Declarative Services would log a trace each time.
        try {
            server = new AdminServer(
                    Path.of(configuration.data()),
                    configuration.port(),
                    (isToken, next) -> monitoring.onAdminPort(
                            isToken, new PageHandler(sessions, page.events(), commands::execute, next)),
                    commands);
            registration = context.registerService(AdminServer.class, server, null);
        } catch (BindException e) {
            LOG.error("{}. The host stops", e.getMessage());
            stopFramework(context);
        } catch (Exception e) {
            LOG.error(
                    "The admin API does not start: {}. Correct the cause and restart the host",
                    WeirException.describe(e));
        }
    }

    private static void stopFramework(BundleContext context) {
        try {
            context.getBundle(0).stop();
        } catch (BundleException e) {
            LOG.error("The framework did not stop", e);
        }
    }

    @Deactivate
    void stop() throws Exception {
        if (registration != null) {
            registration.unregister();
        }
        if (server != null) {
            server.stop();
        }
    }
}
