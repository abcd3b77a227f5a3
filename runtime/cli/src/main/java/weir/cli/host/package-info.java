/** The host as the command line starts it: assembled folder, home folder, framework properties. */
package weir.cli.host;
