/** The command line: what is typed, how it fails, which command it is. A plain JAR, never a bundle of the host. */
package weir.cli;
