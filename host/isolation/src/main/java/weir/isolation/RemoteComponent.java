package weir.isolation;

import java.nio.file.Path;
import java.util.List;

/**
 * A strategy's component, for a child process.
 *
 * @param placement where it runs; not {@link Level#HOST}
 * @param jar the bundle, verified; nothing changes the file
 * @param hash SHA-256 of the JAR in hexadecimal digits
 * @param implementation name of the class
 * @param activate name of the method that is called first; empty for none
 * @param deactivate name of the method that is called last; empty for none
 * @param constructorParameters number of the constructor's parameters
 * @param activationFields names of the fields that are set before the activation
 */
public record RemoteComponent(
        Placement placement,
        Path jar,
        String hash,
        String implementation,
        String activate,
        String deactivate,
        int constructorParameters,
        List<String> activationFields) {

    public RemoteComponent {
        activationFields = List.copyOf(activationFields);
    }
}
