/** A validator's evaluation round against a real host over HTTP, with an upgrade of the strategy half-way; its client. */
@Export
@Version("1.0.0")
package weir.demo;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
