/** Strategies that challenge the strategies of routes: what route files declare, and instances that answer no validator. API only. */
@Export
@Version("1.0.0")
package weir.router.challenge;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
