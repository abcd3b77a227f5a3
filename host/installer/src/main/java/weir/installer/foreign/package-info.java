/** Strategies of publishers outside of the host: at which level they run, and how a child process creates them. Usable without a framework. */
@Export
@Version("1.0.0")
package weir.installer.foreign;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
