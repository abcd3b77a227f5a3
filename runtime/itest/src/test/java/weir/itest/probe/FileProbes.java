package weir.itest.probe;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;

/** Reads and changes files through the JDK. */
final class FileProbes {

    private static final int AT_FDCWD = -100;
    private static final int O_TRUNC = 0x200;

    private FileProbes() {}

    static void addTo(Map<String, Attempt> probes) {
        probes.put("read the wallet", targets -> Files.readString(targets.file("wallet")));
        probes.put("read the admin token", targets -> Files.readString(targets.file("admin.token")));
        probes.put("list a directory", targets -> list(targets.folder()));
        probes.put("map a file into memory", FileProbes::map);
        probes.put("read a file through a symbolic link", FileProbes::link);
        probes.put("read the list of users", targets -> Files.readString(Path.of("/etc/passwd")));
        probes.put("read another file of the system", targets -> Files.readString(Path.of("/usr/lib/os-release")));
        probes.put("list all processes", targets -> list(Path.of("/proc")));
        probes.put(
                "read its own environment in /proc", targets -> some(Files.readString(Path.of("/proc/self/environ"))));
        probes.put("read the host's environment", targets -> some(Files.readString(process(targets, "environ"))));
        probes.put("read the host's command line", targets -> some(Files.readString(process(targets, "cmdline"))));
        probes.put("list the host's open files", targets -> list(process(targets, "fd")));
        probes.put("open the host's memory", targets -> {
            try (RandomAccessFile memory =
                    new RandomAccessFile(process(targets, "mem").toFile(), "rw")) {
                return memory.getFilePointer();
            }
        });
        probes.put("overwrite a file", targets -> Files.writeString(targets.file("overwritten"), "changed"));
        probes.put("truncate a file", targets -> {
            try (RandomAccessFile file =
                    new RandomAccessFile(targets.file("truncated").toFile(), "rw")) {
                file.setLength(0);
                return file.length();
            }
        });
        // Access mode 3 asks for neither reading nor writing, so Landlock before its third version has nothing to
        // check.
        probes.put(
                "truncate a file that is open for nothing",
                targets -> SystemCall.OPENAT.require(
                        AT_FDCWD,
                        Memory.of(targets.file("truncated").toString()).address(),
                        3 | O_TRUNC));
        probes.put(
                "truncate a file that is open for reading",
                targets -> SystemCall.OPENAT.require(
                        AT_FDCWD,
                        Memory.of(targets.file("truncated").toString()).address(),
                        O_TRUNC));
        probes.put("create a file", targets -> Files.createFile(targets.file("created")));
        probes.put("create a directory", targets -> Files.createDirectory(targets.file("directory")));
        probes.put("create a file in /tmp", targets -> deleted(Files.createFile(newName("/tmp"))));
        probes.put("create a file in shared memory", targets -> deleted(Files.createFile(newName("/dev/shm"))));
        probes.put(
                "create a file in its working directory",
                targets -> deleted(Files.createFile(Path.of("probe-" + System.nanoTime()))));
        probes.put("delete a file", targets -> {
            Files.delete(targets.file("deleted"));
            return "deleted";
        });
        probes.put("rename a file", targets -> Files.move(targets.file("renamed"), targets.file("renamed-away")));
        probes.put("link a file", targets -> Files.createLink(targets.file("linked"), targets.file("wallet")));
        probes.put(
                "change permissions",
                targets -> Files.setPosixFilePermissions(
                        targets.file("permissions"), PosixFilePermissions.fromString("rwxrwxrwx")));
        probes.put(
                "change the time of a file",
                targets -> Files.setLastModifiedTime(targets.file("time"), FileTime.fromMillis(0)));
    }

    /** Not {@code createTempFile}, which needs random numbers from a file that the fence denies. */
    private static Path newName(String directory) {
        return Path.of(directory, "weir-probe-" + System.nanoTime());
    }

    private static Path process(Targets targets, String file) {
        return Path.of("/proc", String.valueOf(targets.host()), file);
    }

    private static long list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static int map(Targets targets) throws IOException {
        try (FileChannel file = FileChannel.open(targets.file("wallet"))) {
            return file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()).get();
        }
    }

    private static String link(Targets targets) throws IOException {
        return Files.readString(Files.createSymbolicLink(targets.file("link"), targets.file("wallet")));
    }

    private static String some(String text) throws IOException {
        if (text.isEmpty()) {
            throw new IOException("it is empty");
        }
        return text.length() + " characters";
    }

    private static Path deleted(Path created) throws IOException {
        Files.delete(created);
        return created;
    }
}
