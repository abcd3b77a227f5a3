package weir.runner.fence;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Main class of a fenced child: tries what is forbidden and what a strategy needs, and prints a line for each. */
public final class FencedProbe {

    private FencedProbe() {}

    /** @param arguments a file outside the fence, a file inside, a TCP port, a socket file, pid of the parent */
    public static void main(String[] arguments) throws Exception {
        Path secret = Path.of(arguments[0]);
        String parent = "/proc/" + arguments[4];
        Map<String, Callable<?>> probes = new LinkedHashMap<>();
        probes.put("read", () -> Files.readString(secret));
        probes.put("list", () -> Files.list(secret.getParent()).count());
        probes.put("write", () -> Files.writeString(secret, "changed"));
        probes.put("create", () -> Files.createFile(secret.resolveSibling("new")));
        probes.put("create in /tmp", () -> Files.createTempFile("fence", "probe"));
        probes.put("delete", () -> Files.deleteIfExists(secret));
        probes.put("own environment file", () -> Files.readString(Path.of("/proc/self/environ")));
        probes.put("parent's environment", () -> Files.readAllBytes(Path.of(parent + "/environ")));
        probes.put("parent's memory", () -> Files.newByteChannel(Path.of(parent + "/mem")));
        probes.put("tcp", () -> new Socket("127.0.0.1", Integer.parseInt(arguments[2])));
        probes.put("tcp server", () -> new ServerSocket(0));
        probes.put("udp", () -> new DatagramSocket());
        probes.put("unix", () -> SocketChannel.open(UnixDomainSocketAddress.of(arguments[3])));
        probes.put("unix pair", () -> SocketChannel.open(StandardProtocolFamily.UNIX));
        probes.put("variables", () -> {
            if (System.getenv().isEmpty()) {
                throw new IOException("the environment is empty");
            }
            return System.getenv();
        });
        // Landlock does not restrict pipes, so only the filter of system calls refuses these.
        probes.put("open the input with truncation", () -> openInput(0x200));
        probes.put("open the input for writing", () -> openInput(2));
        probes.put("allowed: open the input", () -> openInput(0));
        probes.put("allowed: read a permitted file", () -> Files.readString(Path.of(arguments[1])));
        probes.put("allowed: thread", () -> {
            Thread thread = new Thread(() -> {});
            thread.start();
            thread.join();
            return thread;
        });
        probes.put("allowed: garbage collection", () -> {
            System.gc();
            return new byte[8 << 20];
        });
        // Last, because the JDK closes the standard input after a failed start of a program.
        probes.put("shell", () -> execute("/bin/sh", "-c", "true"));
        probes.put("java", () -> execute(System.getProperty("java.home") + "/bin/java", "-version"));
        probes.put("become another program", FencedProbe::becomeJava);
        Fence.forbidPrograms();
        probes.forEach(FencedProbe::attempt);
    }

    /** Becomes the JDK's launcher, which would print its version and nothing else. */
    private static long becomeJava() throws IOException {
        Syscalls syscalls = Syscalls.load();
        long program = syscalls.address(System.getProperty("java.home") + "/bin/java");
        byte[] argv = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(program)
                .array();
        syscalls.call(Architecture.ofThisMachine().number("execve"), program, syscalls.address(argv), 0);
        throw new IOException("the kernel refuses it");
    }

    private static long openInput(int flags) {
        Syscalls syscalls = Syscalls.load();
        return syscalls.require(
                "to open the input",
                Architecture.ofThisMachine().number("openat"),
                -100,
                syscalls.address("/proc/self/fd/0"),
                flags);
    }

    private static int execute(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }

    private static void attempt(String name, Callable<?> probe) {
        try {
            probe.call();
            System.out.println("done: " + name);
        } catch (Exception | LinkageError e) {
            System.out.println(
                    "failed: " + name + ": " + e.toString().lines().findFirst().orElse(""));
        }
    }
}
