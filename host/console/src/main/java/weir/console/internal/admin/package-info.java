/** The admin API: commands, status and health as JSON over HTTP on the loopback address, for clients that can read the home's token. */
package weir.console.internal.admin;
