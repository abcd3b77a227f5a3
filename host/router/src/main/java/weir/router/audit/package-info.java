/** Events of answers and rejections, for journals and logs. API only. */
@Export
@Version("1.0.0")
package weir.router.audit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
