/** The command line: picocli commands that parse, call and print. */
package weir.cli;
