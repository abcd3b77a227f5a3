/** The admin API: commands, status and health as JSON over HTTP on the loopback address. Clients need a token. */
package weir.console.internal.admin;
