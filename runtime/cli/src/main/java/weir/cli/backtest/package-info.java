/** {@code weir backtest}: rounds over stored history, what became of the inventory in them, and what has to be said about it. */
package weir.cli.backtest;
