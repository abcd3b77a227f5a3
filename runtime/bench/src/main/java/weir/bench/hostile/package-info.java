/** A faulty strategy, for the benchmark that measures its effect on other pairs. */
package weir.bench.hostile;
