/**
 * Events of answers and rejections, for journals, logs and metrics, and a writer that keeps their listeners off the request threads. API
 * only.
 */
@Export
@Version("1.1.0")
package weir.router.audit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
