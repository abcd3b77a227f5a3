/** What the content, the manifest and the component descriptions of a plugin may have. */
package weir.installer.internal.policy;
