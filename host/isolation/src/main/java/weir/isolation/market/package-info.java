/**
 * Market data in child processes: the questions of a strategy and the answers of the host, of which only the part is sent that has
 * changed since the last answer.
 */
@Export
@Version("1.0.0")
package weir.isolation.market;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
