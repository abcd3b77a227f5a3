/** Metrics of the host: counters, gauges and histograms, which Prometheus reads. API only. */
@Export
@Version("1.0.0")
package weir.metrics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
