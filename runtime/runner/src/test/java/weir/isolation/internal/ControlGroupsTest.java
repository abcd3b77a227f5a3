package weir.isolation.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.isolation.ChildSettings;
import weir.isolation.Level;
import weir.isolation.Placement;

/** Control groups with the layout of the kernel's files in a directory; few machines for tests delegate a real one. */
class ControlGroupsTest {

    private static final long PID = 4_711;
    private static final Placement ALICE = new Placement("5F", "alice", Level.FENCED, List.of());

    @TempDir
    Path root;

    private Path service;
    private Path membership;

    @BeforeEach
    void createDelegatedGroup() throws IOException {
        service = Files.createDirectories(root.resolve("system.slice/weir.service"));
        membership = root.resolve("membership");
        Files.writeString(membership, "1:cpu:/other\n0::/system.slice/weir.service\n");
        Files.writeString(service.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
        Files.writeString(service.resolve("cgroup.subtree_control"), "");
        Files.writeString(service.resolve("cgroup.procs"), PID + "\n");
    }

    private ControlGroups find() {
        return ControlGroups.find(root, membership, PID);
    }

    @Test
    void childGetsAGroupWithLimits() throws Exception {
        ControlGroups groups = find();
        assertEquals(Optional.empty(), groups.problem());
        assertEquals(String.valueOf(PID), Files.readString(service.resolve("weir-host/cgroup.procs")));
        assertEquals("+cpu +memory +pids", Files.readString(service.resolve("cgroup.subtree_control")));
        Path group = service.resolve("weir-child-fenced-5F");
        assertEquals(Optional.of(group.resolve("cgroup.procs")), groups.processes(ALICE, 304));
        assertEquals(String.valueOf(304 << 20), Files.readString(group.resolve("memory.max")));
        assertEquals("1", Files.readString(group.resolve("memory.oom.group")));
        assertEquals("200", Files.readString(group.resolve("pids.max")));
        assertEquals("20", Files.readString(group.resolve("cpu.weight")));
        assertTrue(groups.processes(ALICE, 304).isPresent(), "a restart uses the same group");
    }

    @Test
    void hostInAGroupOfItsOwnStaysThere() throws Exception {
        Files.writeString(membership, "0::/system.slice/weir.service/weir-host\n");
        Files.createDirectory(service.resolve("weir-host"));
        Files.writeString(service.resolve("cgroup.procs"), "");
        assertEquals(Optional.empty(), find().problem());
        assertFalse(Files.exists(service.resolve("weir-host/cgroup.procs")));
    }

    @Test
    void groupThatIsNotDelegatedIsNotUsedAndTheReasonIsReported() throws Exception {
        Files.writeString(service.resolve("cgroup.procs"), PID + "\n1\n");
        assertProblem("contains other processes than the host");
        assertFalse(Files.exists(service.resolve("weir-host")));
        Files.writeString(service.resolve("cgroup.controllers"), "hugetlb\n");
        assertProblem("has not all of the controllers [cpu, memory, pids]");
        Files.delete(service.resolve("cgroup.subtree_control"));
        assertProblem("is not delegated to the host");
        Files.writeString(membership, "4:memory:/\n");
        assertProblem("the kernel offers no cgroup of version 2");
        Files.delete(membership);
        assertProblem("cannot be used");
    }

    private void assertProblem(String part) {
        String problem = find().problem().orElseThrow();
        assertTrue(problem.contains(part), problem);
        assertEquals(Optional.empty(), find().processes(ALICE, 304));
    }

    @Test
    void missingLimitsAreThoseWithoutAGroup() throws Exception {
        ChildSettings settings = new ChildSettings(List.of(), root, 48, Duration.ofSeconds(5));
        try (ChildPool pool = new ChildPool(settings, System::nanoTime, find())) {
            assertEquals(List.of(), pool.missingLimits());
        }
        Files.delete(membership);
        try (ChildPool pool = new ChildPool(settings, System::nanoTime, find())) {
            assertTrue(pool.missingLimits().get(0).startsWith("CPU time of child processes is not limited"));
        }
    }

    /** It would share the limits of its processes with a host. */
    @Test
    void commandStaysInItsGroup() {
        ChildSettings settings = new ChildSettings(List.of(), root, 48, Duration.ofSeconds(5), true);
        try (ChildPool pool = new ChildPool(settings, System::nanoTime)) {
            String missing = pool.missingLimits().get(0);
            assertTrue(missing.contains("a command uses no cgroup"), missing);
        }
    }

    /** The shell that becomes the child writes its own id, as the kernel wants it, before it starts anything. */
    @Test
    void commandEntersTheGroupFirst() throws Exception {
        Path processes = root.resolve("a group's processes");
        ChildSettings settings = new ChildSettings(List.of(), root, 48, Duration.ofSeconds(5));
        List<String> command = ChildCommand.of(
                new Placement("5F", "alice", Level.SEPARATE, List.of()),
                settings,
                new FenceSelection(settings),
                Optional.of(processes));
        Process process = new ProcessBuilder(command).start();
        process.waitFor();
        assertEquals(process.pid() + "\n", Files.readString(processes));
        assertFalse(command.contains("-n"), "the weight of the group replaces the priority");
    }
}
