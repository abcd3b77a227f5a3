package weir.plugins.swapdirection;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The parameters of a route. The defaults were chosen on the first 60 % of the data in docs/research.md. */
@ObjectClassDefinition(name = "Swap direction", description = "Takes part when the last swaps raised the price")
public @interface Config {

    @AttributeDefinition(
            min = "1",
            max = "100",
            description = "Newest swaps that must all have raised the price before an evaluation round")
    int risingSwaps() default 2;

    @AttributeDefinition(
            min = "0.000001",
            max = "1",
            description = "Fraction of the inventory that an evaluation round without a baseline deploys")
    double evaluationDeploy() default 0.001;

    @AttributeDefinition(
            min = "1",
            max = "887272",
            description = "Ticks from the price to either end of the range in live rounds and against a baseline")
    int halfWidth() default 10_000;

    @AttributeDefinition(
            min = "0.001",
            max = "1",
            description = "Fraction of the inventory that live rounds and rounds against a baseline deploy")
    double deploy() default 1;

    @AttributeDefinition(
            description = "Whether the validator compares with the positions at the start of a round (a baseline)")
    boolean baseline() default false;
}
