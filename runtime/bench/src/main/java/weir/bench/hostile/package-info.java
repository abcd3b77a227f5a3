/** A strategy that does harm, for the benchmark that measures how much other pairs feel of it. */
package weir.bench.hostile;
