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
import org.osgi.service.cm.ConfigurationAdmin;

class RouterComponentTest {

    @TempDir
    Path folder;

    @Test
    void anErrorDoesNotEndTheFollowingOfTheRoutes() throws Exception {
        Files.writeString(folder.resolve("default.json"), "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        CountDownLatch looks = new CountDownLatch(3);
        ConfigurationAdmin full = standIn(ConfigurationAdmin.class, (self, method, arguments) -> {
            looks.countDown();
            throw new OutOfMemoryError("Java heap space");
        });
        BundleContext nobody = standIn(BundleContext.class, (self, method, arguments) -> null);
        RouterComponent component = new RouterComponent(nobody, full, new Config(folder.toString()));
        try {
            assertTrue(looks.await(20, TimeUnit.SECONDS), "it looks no more");
        } finally {
            component.stop();
        }
    }

    private static <T> T standIn(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @SuppressWarnings("ClassExplicitlyAnnotation")
    private record Config(String routes_folder) implements RouterComponent.Config {
        @Override
        public String data() {
            return routes_folder;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return RouterComponent.Config.class;
        }
    }
}
