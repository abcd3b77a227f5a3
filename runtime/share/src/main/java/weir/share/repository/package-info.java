/** Repositories of strategies: their files, what is signed in them, how they are written and read. */
@Export
@Version("1.0.0")
package weir.share.repository;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
