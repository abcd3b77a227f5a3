package weir.isolation.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.isolation.ChildException;
import weir.isolation.Placement;

/**
 * Limits child processes by control groups (cgroup version 2), if the service manager has delegated one to this process. Each placement
 * has a group of its own below the delegated one. The kernel's documentation, "Control Group v2", describes the files. Immutable.
 */
final class ControlGroups {

    /** Group of the host. A group whose processes have limits may not contain processes itself. */
    static final String HOST_GROUP = "weir-host";

    /** Most threads and processes of a child: 64 for calls, those of the JVM, and some that the strategies start. */
    static final int MAX_THREADS = 200;

    /** A child gets this share if the host, which has 100, wants the processor, too. */
    private static final int CPU_WEIGHT = 20;

    private static final List<String> CONTROLLERS = List.of("cpu", "memory", "pids");
    private static final String PROCESSES = "cgroup.procs";

    private final Optional<Path> delegated;
    private final String problem;

    private ControlGroups(Optional<Path> delegated, String problem) {
        this.delegated = delegated;
        this.problem = problem;
    }

    static ControlGroups ofThisProcess() {
        return find(
                Path.of("/sys/fs/cgroup"),
                Path.of("/proc/self/cgroup"),
                ProcessHandle.current().pid());
    }

    /** Moves this process into {@link #HOST_GROUP} if the group is delegated and has no other process. */
    static ControlGroups find(Path root, Path membership, long pid) {
        try {
            Optional<String> line = Files.readAllLines(membership).stream()
                    .filter(each -> each.startsWith("0::/"))
                    .findFirst();
            if (line.isEmpty()) {
                return none("the kernel offers no cgroup of version 2");
            }
            Path own = root.resolve(line.get().substring("0::/".length()));
            boolean isHostGroup = own.endsWith(HOST_GROUP);
            Path top = isHostGroup ? own.getParent() : own;
            if (!Files.isWritable(top.resolve(PROCESSES)) || !Files.isWritable(top.resolve("cgroup.subtree_control"))) {
                return none("the cgroup " + top + " is not delegated to the host");
            }
            List<String> controllers = words(top.resolve("cgroup.controllers"));
            if (!controllers.containsAll(CONTROLLERS)) {
                return none("the cgroup " + top + " has not all of the controllers " + CONTROLLERS);
            }
            if (!isHostGroup) {
                if (!words(top.resolve(PROCESSES)).equals(List.of(String.valueOf(pid)))) {
                    return none("the cgroup " + top + " contains other processes than the host");
                }
                Path host = create(top.resolve(HOST_GROUP));
                Files.writeString(host.resolve(PROCESSES), String.valueOf(pid));
            }
            Files.writeString(top.resolve("cgroup.subtree_control"), "+" + String.join(" +", CONTROLLERS));
            return new ControlGroups(Optional.of(top), "");
        } catch (IOException e) {
            return none("the cgroup of the host cannot be used: " + e);
        }
    }

    /** @param problem why there are none */
    static ControlGroups none(String problem) {
        return new ControlGroups(Optional.empty(), problem);
    }

    private static List<String> words(Path file) throws IOException {
        return Arrays.stream(Files.readString(file).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Path create(Path group) throws IOException {
        return Files.isDirectory(group) ? group : Files.createDirectory(group);
    }

    /** Why no control group is used; empty if one is. */
    Optional<String> problem() {
        return delegated.isPresent() ? Optional.empty() : Optional.of(problem);
    }

    /**
     * The file to which a new process of the placement writes its id, so that the limits are in force before it starts another one. Empty
     * without control groups.
     *
     * @throws ChildException if the group cannot be created
     */
    Optional<Path> processes(Placement placement, int memoryMib) {
        if (delegated.isEmpty()) {
            return Optional.empty();
        }
        String name = "weir-child-" + placement.level().id() + "-"
                + placement.publisher().replaceAll("[^A-Za-z0-9]", "_");
        Map<String, String> limits = new LinkedHashMap<>();
        limits.put("memory.max", String.valueOf((long) memoryMib << 20));
        limits.put("memory.swap.max", "0");
        limits.put("memory.oom.group", "1");
        limits.put("pids.max", String.valueOf(MAX_THREADS));
        limits.put("cpu.weight", String.valueOf(CPU_WEIGHT));
        try {
            Path group = create(delegated.get().resolve(name));
            for (Map.Entry<String, String> limit : limits.entrySet()) {
                // A kernel without swap has no limit for it.
                if (!limit.getKey().equals("memory.swap.max") || Files.exists(group.resolve(limit.getKey()))) {
                    Files.writeString(group.resolve(limit.getKey()), limit.getValue());
                }
            }
            return Optional.of(group.resolve(PROCESSES));
        } catch (IOException e) {
            throw new ChildException("the cgroup " + name + " cannot be set up: " + e);
        }
    }
}
