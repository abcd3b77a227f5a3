/**
 * Where strategies run: in the host's JVM or in a child process per publisher, and the service that owns these processes. The types are
 * immutable or thread-safe.
 */
@Export
@Version("1.0.0")
package weir.isolation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
