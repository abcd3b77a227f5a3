/** JSON of the panels of the operator page. */
package weir.console.internal.panel.json;
