/** Metrics of the host for Prometheus, and the requests {@code /metrics}, {@code /live} and {@code /ready}. */
package weir.console.internal.monitor;
