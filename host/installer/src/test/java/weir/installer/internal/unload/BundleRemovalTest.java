package weir.installer.internal.unload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

class BundleRemovalTest {

    @Test
    void bundleIsUninstalledEvenIfItsStopFailsUnexpectedly() {
        for (Throwable failure :
                List.of(new IllegalArgumentException("built to fail"), new LinkageError("built to fail"))) {
            List<String> calls = new CopyOnWriteArrayList<>();
            Bundle bundle = (Bundle) Proxy.newProxyInstance(
                    Bundle.class.getClassLoader(), new Class<?>[] {Bundle.class}, (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            case "getState":
                                return Bundle.ACTIVE;
                            case "toString":
                                return "a bundle";
                            case "stop":
                                throw failure;
                            default:
                                calls.add(method.getName());
                                return null;
                        }
                    });
            BundleRemoval removal = new BundleRemoval(bundle, () -> calls.add("completed"));
            removal.start();
            removal.await(Duration.ofSeconds(30));
            assertEquals(List.of("getBundleContext", "uninstall", "completed"), calls);
        }
    }
}
