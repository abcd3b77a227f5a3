package weir.runner.component;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loads the classes and resources of one bundle from memory. Other classes come from the JDK, and those of the API from this process.
 * The file system is not read, so the fence may be closed.
 */
final class BundleClassLoader extends ClassLoader {

    static final int MAX_UNPACKED_MIB = 24;

    private static final String API = "weir.strategy.";
    private static final String ARITHMETIC = "weir.uniswap.v3.";
    private static final Pattern MULTI_RELEASE = Pattern.compile("META-INF/versions/(\\d{1,5})/(.+)");

    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> entries = new HashMap<>();
    private final ClassLoader own = BundleClassLoader.class.getClassLoader();

    /** @throws IOException if the JAR is damaged or too large */
    BundleClassLoader(byte[] jar) throws IOException {
        super("bundle", ClassLoader.getPlatformClassLoader());
        Map<String, Integer> versions = new HashMap<>();
        long size = 0;
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar), false)) {
            boolean isMultiRelease = in.getManifest() != null
                    && "true"
                            .equalsIgnoreCase(
                                    in.getManifest().getMainAttributes().getValue("Multi-Release"));
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                byte[] content = in.readNBytes((MAX_UNPACKED_MIB << 20) + 1);
                size += content.length;
                if (size > MAX_UNPACKED_MIB << 20) {
                    throw new IOException("the JAR unpacks to more than " + MAX_UNPACKED_MIB
                            + " MiB, the most that a child process loads");
                }
                Matcher versioned = MULTI_RELEASE.matcher(entry.getName());
                boolean isVersion = isMultiRelease && versioned.matches();
                int version = isVersion ? Integer.parseInt(versioned.group(1)) : 0;
                String name = isVersion ? versioned.group(2) : entry.getName();
                if (version <= Runtime.version().feature() && version >= versions.getOrDefault(name, 0)) {
                    versions.put(name, version);
                    entries.put(name, content);
                }
            }
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            if (name.startsWith(API)) {
                return own.loadClass(name);
            }
            // A bundle may have a copy of the arithmetic.
            if (name.startsWith(ARITHMETIC) && !entries.containsKey(path(name))) {
                return own.loadClass(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    private static String path(String className) {
        return className.replace('.', '/') + ".class";
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] content = entries.get(path(name));
        if (content == null) {
            throw new ClassNotFoundException(name
                    + " is neither in the bundle nor in the JDK; a child process has no packages of other bundles");
        }
        return defineClass(name, content, 0, content.length);
    }

    @Override
    protected URL findResource(String name) {
        byte[] content = entries.get(name);
        try {
            return content == null ? null : new URL(null, "bundle:/" + name, new Handler(content));
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL found = findResource(name);
        return Collections.enumeration(found == null ? List.of() : List.of(found));
    }

    private static final class Handler extends URLStreamHandler {
        private final byte[] content;

        Handler(byte[] content) {
            this.content = content;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    // The content is in memory.
                }

                @Override
                public int getContentLength() {
                    return content.length;
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(content);
                }
            };
        }
    }
}
