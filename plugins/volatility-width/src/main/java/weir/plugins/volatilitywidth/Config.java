package weir.plugins.volatilitywidth;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The parameters of a route. On Base a block takes 2 s, so 43,200 blocks are a day. */
@ObjectClassDefinition(name = "Volatility width", description = "One range, with a width by recent volatility")
public @interface Config {
    @AttributeDefinition(min = "1", max = "1000000", description = "Blocks ahead for which the range should last")
    int horizonBlocks() default 43_200;

    @AttributeDefinition(min = "1", max = "10000000", description = "Blocks back from which prices are taken")
    int lookbackBlocks() default 43_200;

    @AttributeDefinition(min = "2", max = "10000", description = "With fewer prices the default width is used")
    int minObservations() default 30;

    @AttributeDefinition(min = "0.1", max = "100", description = "Standard deviations from the price to either end")
    double deviations() default 4;

    @AttributeDefinition(min = "1", max = "443636", description = "Minimum ticks from the price to either end")
    int minHalfWidth() default 1000;

    @AttributeDefinition(min = "1", max = "443636", description = "Maximum ticks from the price to either end")
    int maxHalfWidth() default 10_000;

    @AttributeDefinition(
            min = "1",
            max = "443636",
            description = "Ticks from the price to either end while there are too few prices")
    int defaultHalfWidth() default 4000;

    @AttributeDefinition(
            min = "0",
            max = "0.5",
            description = "Rebalance when the price is nearer to an end than this fraction of the width")
    double edge() default 0.2;

    @AttributeDefinition(
            min = "0.001",
            max = "1",
            description = "Fraction of the remaining inventory that a rebalance deploys")
    double deploy() default 0.5;
}
