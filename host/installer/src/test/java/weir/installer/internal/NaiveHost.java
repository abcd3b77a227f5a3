package weir.installer.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/** A real framework with DS and a miner that simply refers to a strategy: no router, no installer of ours. */
final class NaiveHost implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SHARED = "weir.strategy;version=1.0.0,weir.uniswap.v3;version=1.0.0";

    private final Framework framework;
    private final ServiceTracker<Object, Function<RebalanceQuery, Decision>> miners;

    /** @param fileInstall a folder that Felix File Install watches; {@code null} for none */
    NaiveHost(Path home, Path fileInstall) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                Constants.FRAMEWORK_STORAGE,
                home.resolve("cache").toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                SHARED,
                "felix.fileinstall.poll",
                "100",
                "felix.fileinstall.noInitialDelay",
                "true",
                "felix.fileinstall.tmpdir",
                Files.createDirectories(home.resolve("tmp")).toString()));
        if (fileInstall != null) {
            settings.put("felix.fileinstall.dir", fileInstall.toString());
        }
        this.framework = new FrameworkFactory().newFramework(settings);
        framework.start();
        for (String part : List.of(
                "org.osgi.util.function", "org.osgi.util.promise", "org.osgi.service.component-", "felix.scr")) {
            install(TestHost.url(part));
        }
        if (fileInstall != null) {
            install(TestHost.url("felix.fileinstall"));
        }
        Path miner = home.resolve("miner.jar");
        new Pack()
                .with("Bundle-SymbolicName", "naive.miner")
                .with("Bundle-Version", "1.0.0")
                .with("Private-Package", "weir.naive")
                .with("-dsannotations", "weir.naive.Miner")
                .to(miner);
        install(miner.toUri().toString());
        this.miners = new ServiceTracker<>(
                framework.getBundleContext(),
                framework.getBundleContext().createFilter("(component.name=weir.naive.Miner)"),
                null);
        miners.open();
        if (miners.waitForService(PATIENCE.toMillis()) == null) {
            throw new IllegalStateException("the miner does not start");
        }
    }

    /** Installs and starts a bundle. */
    Bundle install(String location) throws BundleException {
        Bundle bundle = framework.getBundleContext().installBundle(location);
        bundle.start();
        return bundle;
    }

    /** @throws RuntimeException where a validator would get no answer */
    Decision ask(RebalanceQuery query) {
        return miners.getService().apply(query);
    }

    @Override
    public void close() throws BundleException, IOException {
        framework.stop();
        try {
            framework.waitForStop(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
