package weir.itest.probe;

import java.io.IOException;
import java.util.Map;

/** Uses parts of the kernel from which attacks on it or on other processes start. */
final class KernelProbes {

    private static final int CLONE_NEWNS = 0x00020000;
    private static final int IPC_RMID = 0;
    private static final int SESSION_KEYRING = -3;
    private static final int AT_FDCWD = -100;
    private static final int USER_MODE_ONLY = 1;

    private KernelProbes() {}

    static void addTo(Map<String, Attempt> probes) {
        probes.put(
                "create a file in memory",
                targets -> SystemCall.MEMFD_CREATE.require(Memory.of("probe").address(), 0));
        probes.put(
                "use io_uring",
                targets -> SystemCall.IO_URING_SETUP.require(
                        1, Memory.of(new byte[120]).address()));
        probes.put("create a BPF map", KernelProbes::createMap);
        probes.put("handle page faults", targets -> SystemCall.USERFAULTFD.require(USER_MODE_ONLY));
        probes.put("measure by perf events", KernelProbes::perf);
        probes.put("create shared memory", targets -> {
            long memory = SystemCall.SHMGET.require(0, 4096, 0600);
            return SystemCall.SHMCTL.require(memory, IPC_RMID, 0);
        });
        probes.put("create a message queue", targets -> SystemCall.MSGGET.require(0, 0600));
        probes.put(
                "store a key in the kernel",
                targets -> SystemCall.ADD_KEY.require(
                        Memory.of("user").address(),
                        Memory.of("weir-probe").address(),
                        Memory.of("x").address(),
                        1,
                        SESSION_KEYRING));
        probes.put("get the handle of a file", KernelProbes::fileHandle);
        probes.put("create a mount namespace", targets -> inThread(() -> SystemCall.UNSHARE.require(CLONE_NEWNS)));
        probes.put(
                "change the root directory",
                targets ->
                        inThread(() -> SystemCall.CHROOT.require(Memory.of("/").address())));
    }

    private interface Call {
        long run() throws Throwable;
    }

    /** In a thread of its own, which alone has the changed view. */
    private static long inThread(Call call) throws Throwable {
        Object[] result = new Object[1];
        Thread thread = new Thread(() -> {
            try {
                result[0] = call.run();
            } catch (Throwable e) {
                result[0] = e;
            }
        });
        thread.start();
        thread.join();
        if (result[0] instanceof Throwable failure) {
            throw failure;
        }
        return (long) result[0];
    }

    private static long createMap(Targets targets) throws Throwable {
        byte[] attributes = new byte[128];
        attributes[0] = 2; // an array
        attributes[4] = 4; // size of a key
        attributes[8] = 8; // size of a value
        attributes[12] = 1; // entries
        return SystemCall.BPF.require(0, Memory.of(attributes).address(), attributes.length);
    }

    private static long perf(Targets targets) throws Throwable {
        byte[] attributes = new byte[128];
        attributes[0] = 1; // software
        attributes[4] = (byte) attributes.length;
        attributes[40] = 0b1100000; // neither the kernel nor the hypervisor
        return SystemCall.PERF_EVENT_OPEN.require(Memory.of(attributes).address(), 0, -1, -1, 0);
    }

    private static long fileHandle(Targets targets) throws Throwable {
        byte[] handle = new byte[8 + 128];
        handle[0] = (byte) 128;
        long result = SystemCall.NAME_TO_HANDLE_AT.call(
                AT_FDCWD,
                Memory.of(targets.file("wallet").toString()).address(),
                Memory.of(handle).address(),
                Memory.of(new byte[8]).address(),
                0);
        if (result < 0) {
            throw new IOException("there is no handle");
        }
        return result;
    }
}
