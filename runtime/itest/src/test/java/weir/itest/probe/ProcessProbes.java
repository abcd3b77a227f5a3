package weir.itest.probe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Starts programs and reaches other processes, through the JDK and by system calls. */
final class ProcessProbes {

    private static final int SIGKILL = 9;
    private static final int SIGCHLD = 17;
    private static final int PTRACE_ATTACH = 16;
    private static final int PTRACE_DETACH = 17;
    private static final int RLIMIT_CORE = 4;
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int F_SETOWN = 8;
    private static final int F_SETSIG = 10;

    private ProcessProbes() {}

    static void addTo(Map<String, Attempt> probes) {
        probes.put("read variables of the environment", targets -> {
            if (System.getenv().isEmpty()) {
                throw new IOException("the environment is empty");
            }
            return System.getenv().keySet();
        });
        probes.put("attach to the host's JVM", ProcessProbes::attach);
        probes.put("write a heap dump", ProcessProbes::dumpHeap);
        probes.put("load a native library", ProcessProbes::loadLibrary);
        probes.put("send a signal to the host", targets -> SystemCall.KILL.require(targets.host(), 0));
        // Landlock before its sixth version does not know signals, and its later versions permit this call and drop the
        // signal.
        probes.put("have the kernel send signals to the host", targets -> {
            long result = SystemCall.FCNTL.require(0, F_SETOWN, targets.host());
            SystemCall.FCNTL.require(0, F_SETOWN, 0);
            return result;
        });
        probes.put("choose the signal that the kernel sends", targets -> {
            long result = SystemCall.FCNTL.require(0, F_SETSIG, SIGKILL);
            SystemCall.FCNTL.require(0, F_SETSIG, 0);
            return result;
        });
        probes.put("live on after the host", targets -> SystemCall.PRCTL.require(PR_SET_PDEATHSIG, 0, 0, 0, 0));
        probes.put(
                "change its own limits",
                targets -> SystemCall.PRLIMIT64.require(
                        0, RLIMIT_CORE, Memory.of(new byte[16]).address(), 0));
        probes.put("use 1 GiB outside the heap", targets -> {
            Object memory = Memory.unsafe("allocateMemory", long.class).invoke(1L << 30);
            return Memory.unsafe("freeMemory", long.class).invoke(memory);
        });
        probes.put("fork a process", ProcessProbes::fork);
        probes.put("fork a process by clone3", ProcessProbes::clone3);
        probes.put("trace another process", targets -> {
            long result = SystemCall.PTRACE.require(PTRACE_ATTACH, targets.victim(), 0, 0);
            SystemCall.PTRACE.call(PTRACE_DETACH, targets.victim(), 0, 0);
            return result;
        });
        probes.put("read the memory of another process", ProcessProbes::readMemory);
        probes.put("get a handle of another process", targets -> SystemCall.PIDFD_OPEN.require(targets.victim(), 0));
        probes.put(
                "change the priority of another process",
                targets -> SystemCall.SETPRIORITY.require(0, targets.victim(), 19));
        probes.put(
                "change the limits of another process",
                targets -> SystemCall.PRLIMIT64.require(
                        targets.victim(), RLIMIT_CORE, Memory.of(new byte[16]).address(), 0));
        probes.put("bind another process to a processor", targets -> {
            byte[] processors = {1, 0, 0, 0, 0, 0, 0, 0};
            return SystemCall.SCHED_SETAFFINITY.require(
                    targets.victim(), 8, Memory.of(processors).address());
        });
        probes.put("end another process", ProcessProbes::endVictim);
        // The JDK closes the standard input after a failed start of a program.
        probes.put("start a shell", targets -> start("/bin/sh", "-c", "true"));
        probes.put(
                "start the JDK's launcher",
                targets -> start(System.getProperty("java.home") + "/bin/java", "-version"));
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, true, ClassLoader.getSystemClassLoader());
    }

    private static int start(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor();
    }

    private static String endVictim(Targets targets) throws Exception {
        ProcessHandle victim =
                ProcessHandle.of(targets.victim()).orElseThrow(() -> new IOException("it is not visible"));
        if (!victim.destroyForcibly()) {
            throw new IOException("it goes on");
        }
        victim.onExit().get(10, TimeUnit.SECONDS);
        return "ended";
    }

    private static Object attach(Targets targets) throws Throwable {
        Class<?> machine;
        try {
            machine = ClassLoader.getSystemClassLoader().loadClass("com.sun.tools.attach.VirtualMachine");
        } catch (ClassNotFoundException e) {
            throw new UnsupportedOperationException("this JDK cannot attach");
        }
        System.setProperty("sun.tools.attach.attachTimeout", "1000");
        Object attached = machine.getMethod("attach", String.class).invoke(null, String.valueOf(targets.host()));
        machine.getMethod("detach").invoke(attached);
        return "attached";
    }

    /** The dump may take longer than a call; its file is there at once. */
    private static Object dumpHeap(Targets targets) throws Exception {
        Path file = targets.file("strategy.hprof");
        CompletableFuture<Object> dump = CompletableFuture.supplyAsync(() -> dumpHeap(file));
        while (!dump.isDone() && !Files.exists(file)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return Files.exists(file) ? file : dump.get();
    }

    private static Object dumpHeap(Path file) {
        try {
            Class<?> type = type("com.sun.management.HotSpotDiagnosticMXBean");
            Object bean = ManagementFactory.newPlatformMXBeanProxy(
                    ManagementFactory.getPlatformMBeanServer(), "com.sun.management:type=HotSpotDiagnostic", type);
            return type.getMethod("dumpHeap", String.class, boolean.class).invoke(bean, file.toString(), true);
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String loadLibrary(Targets targets) throws Exception {
        System.class
                .getMethod("load", String.class)
                .invoke(null, targets.file("library.so").toString());
        return "loaded";
    }

    /** In the child, which has this thread only, the call returns 0. It ends at once. */
    private static long fork(Targets targets) throws Throwable {
        long child = SystemCall.CLONE.call(SIGCHLD, 0, 0, 0, 0);
        if (child == 0) {
            SystemCall.EXIT.call(0);
        }
        return ended(child);
    }

    private static long clone3(Targets targets) throws Throwable {
        Memory arguments = Memory.of(new byte[64]);
        arguments.putLong(32, SIGCHLD);
        long child = SystemCall.CLONE3.call(arguments.address(), 64);
        if (child == 0) {
            SystemCall.EXIT.call(0);
        }
        return ended(child);
    }

    private static long ended(long child) throws Throwable {
        if (child < 0) {
            throw new IOException("no process was created");
        }
        SystemCall.KILL.call(child, SIGKILL);
        return child;
    }

    /** Reads no byte, because no address of the other process is known: the kernel checks the permission first. */
    private static long readMemory(Targets targets) throws Throwable {
        Memory local = Memory.of(new byte[8]);
        Memory localVector = Memory.of(new byte[16]);
        localVector.putLong(0, local.address());
        localVector.putLong(8, 8);
        Memory remoteVector = Memory.of(new byte[16]);
        remoteVector.putLong(0, local.address());
        remoteVector.putLong(8, 0);
        return SystemCall.PROCESS_VM_READV.require(
                targets.victim(), localVector.address(), 1, remoteVector.address(), 1, 0);
    }
}
