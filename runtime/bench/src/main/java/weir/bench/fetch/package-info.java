/** {@code ./weir bench fetch}. */
package weir.bench.fetch;
