/** Benchmark of strategies over stored swaps: the figures of docs/research.md. */
package weir.bench.earn;
