/**
 * The main program of a child process: creates strategies of one publisher, and answers the host's frames. {@link weir.runner.Runner} is
 * the main class.
 */
package weir.runner;
