/** {@code weir sweep}: one strategy with many sets of parameters over stored history. */
package weir.cli.sweep;
