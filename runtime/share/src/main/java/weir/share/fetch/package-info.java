/** Fetches repositories of trusted publishers, and keeps verified copies for use without a connection. */
@Export
@Version("1.0.0")
package weir.share.fetch;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
