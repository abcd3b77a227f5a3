/**
 * Restricts a process by the Linux kernel, without privileges: files by Landlock, system calls by seccomp. {@link weir.runner.fence.Fence}
 * is the main class of the process.
 */
package weir.runner.fence;
