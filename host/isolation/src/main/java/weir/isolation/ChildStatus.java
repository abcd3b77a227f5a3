package weir.isolation;

import java.util.OptionalLong;

/**
 * The child process of a publisher.
 *
 * @param placement the publisher and its level
 * @param pid process id; empty while the process does not run
 * @param instances number of strategy instances in it
 * @param crashes how often it has ended unexpectedly within the last ten minutes
 * @param problem why it does not run or serve; empty if it does
 */
public record ChildStatus(Placement placement, OptionalLong pid, int instances, int crashes, String problem) {}
