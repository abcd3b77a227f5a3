/** The terminal and the log file of the host. */
package weir.launcher.internal.output;
