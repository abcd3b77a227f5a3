/** Reports as one HTML file each: a page, drawings, and the panels that more than one report shows. */
package weir.cli.report;
