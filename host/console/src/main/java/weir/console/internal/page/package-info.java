/** The operator page: a web page on the admin port that shows what the host does, live, and changes routes and plugins. */
package weir.console.internal.page;
