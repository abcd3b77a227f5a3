/**
 * Creates a strategy from its JAR as Declarative Services does it in the host, for the features that a strategy may use: properties as
 * annotation types or maps, for the constructor, fields, and methods for activation and deactivation.
 */
package weir.runner.component;
