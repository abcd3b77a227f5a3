/**
 * Many trials of one strategy with parameters varied: over a grid or at random, on all cores, resumable, and with the same
 * result for any number of workers.
 */
package weir.backtest.sweep;
