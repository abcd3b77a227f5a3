/**
 * The frames between the host and the child processes that run strategies: requests, answers and market data, over a pair of streams.
 * Both sides parse strictly, because the child runs code of other publishers, and a mistake of the host should be noticed. The types are
 * immutable, but for readers, writers and streams, which are for one thread each.
 */
@Export
@Version("1.0.0")
package weir.isolation.frame;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
