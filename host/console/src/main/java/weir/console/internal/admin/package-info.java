/** The admin port: commands and figures as JSON on the loopback address, for whoever can read the home's token. */
package weir.console.internal.admin;
