package weir.itest.probe;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;

/** Reaches objects of the host by reflection. */
final class HostProbes {

    private HostProbes() {}

    static void addTo(Map<String, Attempt> probes) {
        probes.put("find the host's threads", targets -> {
            ThreadGroup root = Thread.currentThread().getThreadGroup();
            while (root.getParent() != null) {
                root = root.getParent();
            }
            Thread[] threads = new Thread[1000];
            root.enumerate(threads);
            return found(Arrays.stream(threads)
                    .anyMatch(each -> each != null && each.getName().equals("weir installer")));
        });
        probes.put("find the host's bundles", targets -> found(bundles().contains("weir.axon")));
        probes.put("find the host's home directory", targets -> {
            String home = System.getProperty("weir.home");
            found(home != null);
            return home;
        });
    }

    private static String found(boolean isFound) throws IOException {
        if (!isFound) {
            throw new IOException("there is none");
        }
        return "found";
    }

    /** Names of the bundles of the framework that has loaded this class. */
    private static String bundles() throws ReflectiveOperationException {
        Object bundle = call(HostProbes.class.getClassLoader(), "getBundle");
        Object framework = call(call(bundle, "getFramework"), "getBundleContext");
        return Arrays.toString((Object[]) call(framework, "getBundles"));
    }

    private static Object call(Object target, String name) throws ReflectiveOperationException {
        for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == 0) {
                    method.setAccessible(true);
                    return method.invoke(target);
                }
            }
        }
        throw new NoSuchMethodException(target.getClass() + "." + name);
    }
}
