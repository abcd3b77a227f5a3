package weir.installer.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import weir.fixtures.JarBuilder;

/**
 * An attack: the description of a strategy contains a second component, which Declarative Services would create when the bundle starts.
 * Its class sets a property of the JVM. The class is among the descriptions, where a careless copy of them takes it along.
 */
public final class NestedComponentJar {

    /** Set in the JVM in which the class of the second component has run. */
    public static final String PROPERTY = "weir.test.nested";

    static final String NESTED =
            "<scr:component name=\"nested\" immediate=\"true\"><implementation class=\"OSGI-INF.Nested\"/></scr:component>";

    private NestedComponentJar() {}

    /** Writes the JAR; returns the file. */
    public static Path writeTo(Path file) throws IOException {
        return new JarBuilder()
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", "my.nested")
                .header("Bundle-Version", "1.0.0")
                .header("Import-Package", "weir.strategy;version=\"[1,2)\"")
                .header("Service-Component", "OSGI-INF/outer.xml")
                .header(
                        "Require-Capability",
                        "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.4.0)(!(version>=2.0.0)))\"")
                .entry("OSGI-INF/outer.xml", description())
                .entry("OSGI-INF/Nested.class", nestedClass())
                .entry("OSGI-INF/l10n/bundle.properties", "name=Outer")
                .entry("OSGI-INF/metatype/outer.xml", "<MetaData/>")
                .entry("my/Outer.class", outerClass())
                .writeTo(file);
    }

    private static String description() {
        return """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="my.Outer" configuration-policy="require" configuration-pid="outer" init="1">
                  <property name="strategy.name" value="outer"/>
                  <property name="text" value="a &lt; &quot;b&quot;&#10;c"/>
                  <property name="numbers" type="Integer">
                    1
                    2
                  </property>
                  <service><provide interface="weir.strategy.RebalanceStrategy"/></service>
                  <implementation class="my.Outer">%s</implementation>
                </scr:component>
                """
                .formatted(NESTED);
    }

    private static byte[] outerClass() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "my/Outer", null, "java/lang/Object", new String[] {
            "weir/strategy/RebalanceStrategy"
        });
        return writer.toByteArray();
    }

    private static byte[] nestedClass() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "OSGI-INF/Nested", null, "java/lang/Object", null);
        MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitLdcInsn(PROPERTY);
        constructor.visitLdcInsn("ran");
        constructor.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "java/lang/System",
                "setProperty",
                "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;",
                false);
        constructor.visitInsn(Opcodes.POP);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
        return writer.toByteArray();
    }
}
