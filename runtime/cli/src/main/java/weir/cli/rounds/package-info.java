/** The command that lists played rounds. */
package weir.cli.rounds;
