package weir.router.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import weir.router.internal.config.RouterConfiguration;
import weir.router.internal.table.ListenerNotifier;

class RouterComponentTest {

    @TempDir
    Path folder;

    @Test
    void anErrorDoesNotEndTheUpdatesOfTheRoutes() throws Exception {
        Files.writeString(folder.resolve("default.json"), "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        CountDownLatch updates = new CountDownLatch(3);
        BundleContext context = proxy(BundleContext.class, (self, method, arguments) -> {
            if (method.getName().equals("getBundles")) {
                updates.countDown();
                throw new OutOfMemoryError("Java heap space");
            }
            return method.getName().equals("registerService")
                    ? proxy(ServiceRegistration.class, (registration, call, nothing) -> null)
                    : null;
        });
        ConfigurationAdmin admin = proxy(ConfigurationAdmin.class, (self, method, arguments) -> null);
        RouterComponent component =
                new RouterComponent(context, admin, new ListenerNotifier(), new Config(folder.toString()));
        try {
            assertTrue(updates.await(20, TimeUnit.SECONDS), "there are no more updates");
        } finally {
            component.stop();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @SuppressWarnings("ClassExplicitlyAnnotation")
    private record Config(String routes_folder) implements RouterConfiguration {
        @Override
        public String data() {
            return routes_folder;
        }

        @Override
        public long activation_timeout() {
            return 3_000;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return RouterConfiguration.class;
        }
    }
}
