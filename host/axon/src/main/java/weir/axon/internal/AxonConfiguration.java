package weir.axon.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of the axon, PID {@code weir.axon}. */
@ObjectClassDefinition(name = "Weir axon", description = "How validators' queries are understood")
@interface AxonConfiguration {

    /** {@code price.encoding}: how {@code current_price} is meant. */
    @AttributeDefinition(
            name = "price.encoding",
            description =
                    "auto: sqrtPriceX96 where the number can be one, otherwise token1/token0; or one of the two forced",
            options = {@Option("auto"), @Option("sqrtPriceX96"), @Option("ratio")})
    String price_encoding() default "auto";
}
