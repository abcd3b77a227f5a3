/** {@code weir restart}: the running host, its process and its queries. */
package weir.cli.restart;
