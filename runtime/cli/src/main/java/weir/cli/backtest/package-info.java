/** Commands that replay strategies over stored swaps, in an embedded framework. */
package weir.cli.backtest;
