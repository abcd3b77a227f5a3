package weir.installer.internal.policy;

import java.nio.ByteBuffer;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import weir.installer.internal.permission.ClassMembers;
import weir.installer.internal.permission.PermissionScan;
import weir.installer.verify.PluginRejectedException;

/**
 * Rules for the classes of a plugin: compiled for this Java or an older one, and no call that ends the JVM or changes it for the whole
 * host. Finds mistakes, in the plugin and in the libraries inside it. Code that uses reflection is not found.
 */
final class ClassPolicy {

    private static final int MAGIC = 0xcafebabe;
    private static final int MAJOR_VERSION_OFFSET = 6;
    private static final int MAJOR_VERSION_OF_JAVA_0 = 44;

    private static final Set<String> FORBIDDEN_CALLS = Set.of(
            "java.lang.System.exit",
            "java.lang.Runtime.exit",
            "java.lang.Runtime.halt",
            "java.lang.Runtime.addShutdownHook",
            "java.lang.Runtime.load",
            "java.lang.Runtime.loadLibrary",
            "java.lang.System.load",
            "java.lang.System.loadLibrary",
            "java.lang.System.setErr",
            "java.lang.System.setIn",
            "java.lang.System.setOut",
            "java.lang.System.setProperties",
            "java.lang.System.setSecurityManager",
            "java.lang.Thread.setDefaultUncaughtExceptionHandler",
            "java.lang.foreign.Linker.downcallHandle",
            "java.lang.foreign.SymbolLookup.libraryLookup",
            "java.lang.foreign.SymbolLookup.loaderLookup",
            "java.net.URL.setURLStreamHandlerFactory",
            "java.util.Locale.setDefault",
            "java.util.TimeZone.setDefault",
            "java.util.logging.LogManager.readConfiguration",
            "java.util.logging.LogManager.reset",
            "java.util.logging.LogManager.updateConfiguration",
            "sun.misc.Signal.handle",
            "sun.misc.Signal.raise");

    /** Static methods that subclasses inherit: the compiler writes the subclass as the owner. */
    private static final Set<String> FORBIDDEN_INHERITED = Set.of(
            "setDefault(Ljava/util/TimeZone;)V",
            "setDefaultUncaughtExceptionHandler(Ljava/lang/Thread$UncaughtExceptionHandler;)V");

    private ClassPolicy() {}

    /** Whether the content has the version of a class file that the running Java release can load. */
    static boolean isLoadable(byte[] content) {
        return content.length > MAJOR_VERSION_OFFSET + 1
                && javaRelease(content) <= Runtime.version().feature();
    }

    private static int javaRelease(byte[] content) {
        return (ByteBuffer.wrap(content).getShort(MAJOR_VERSION_OFFSET) & 0xffff) - MAJOR_VERSION_OF_JAVA_0;
    }

    /**
     * Checks one class file, and scans it for the permissions that it needs.
     *
     * @throws RuntimeException of any type if the content is not a valid class file
     */
    static void verify(String entry, byte[] content, PermissionScan scan) throws PluginRejectedException {
        if (content.length <= MAJOR_VERSION_OFFSET + 1
                || ByteBuffer.wrap(content).getInt() != MAGIC) {
            throw new IllegalArgumentException(entry + " is not a class file");
        }
        int requiredJava = javaRelease(content);
        int hostJava = Runtime.version().feature();
        if (requiredJava > hostJava) {
            throw new PluginRejectedException(
                    entry + " is compiled for Java " + requiredJava + ", and this host runs on Java " + hostJava,
                    "compile it with --release 17, or use an older version of the library");
        }
        ClassMembers members = ClassMembers.read(entry, new ClassReader(content));
        for (ClassMembers.Member member : members.used()) {
            verifyCall(entry, member);
        }
        scan.add(entry, members);
    }

    private static void verifyCall(String entry, ClassMembers.Member member) throws PluginRejectedException {
        String call = member.owner().replace('/', '.') + "." + member.name();
        if (member.isMethod()
                && (FORBIDDEN_CALLS.contains(call)
                        || FORBIDDEN_INHERITED.contains(member.name() + member.descriptor()))) {
            throw new PluginRejectedException(
                    entry + " calls " + call + ", which ends or endangers the whole host",
                    "throw an exception instead, or leave this class of a library out of the bundle");
        }
    }
}
