/** {@code weir score}: a home's moving averages per pair and strategy, as a validator would keep them. */
package weir.cli.score;
