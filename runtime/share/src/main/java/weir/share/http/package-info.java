/** Downloads files from web servers, within limits of size, time and redirects. */
@Export
@Version("1.0.0")
package weir.share.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
