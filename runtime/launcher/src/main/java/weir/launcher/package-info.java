/**
 * Starting the host: the assembled directory, the home directory, the framework in this process, or a whole host as a child process.
 * Errors are {@link weir.base.WeirException}s.
 */
@Export
@Version("1.0.0")
package weir.launcher;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
