/** The cost of child processes for strategies. */
package weir.bench.isolation;
