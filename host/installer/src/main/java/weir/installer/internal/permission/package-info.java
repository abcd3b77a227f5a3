/** Finds out which permissions the class files of a JAR need. */
package weir.installer.internal.permission;
