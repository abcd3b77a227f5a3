/**
 * A Uniswap v3 pool in memory: the contract's own books without the chain. Not exported: the rest of this bundle and the
 * command line's demo stand on it.
 */
package weir.backtest.pool;
