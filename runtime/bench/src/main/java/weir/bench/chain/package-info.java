/** Benchmarks of the bundle {@code weir.chain}. */
package weir.bench.chain;
