/**
 * The admin API: commands, status and health as JSON over HTTP on the loopback address. A client needs the token in the home
 * directory.
 */
package weir.console.internal.admin;
