/** The instruments on top of the Prometheus client library. */
package weir.metrics.internal;
