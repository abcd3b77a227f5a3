/** Commands that play strategies over stored swaps, in an embedded framework. */
package weir.cli.backtest;
