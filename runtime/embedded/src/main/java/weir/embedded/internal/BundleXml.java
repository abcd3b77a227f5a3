package weir.embedded.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** XML that bundles carry, read without a look at anything outside of it: a JAR may come from anywhere. */
public final class BundleXml {

    private static final int LARGEST = 1 << 20;

    private BundleXml() {}

    public static Element read(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] xml = in.readNBytes(LARGEST + 1);
            if (xml.length > LARGEST) {
                throw new IOException(entry.getName() + " is longer than " + LARGEST + " bytes");
            }
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(Thrower.INSTANCE);
            return builder.parse(new java.io.ByteArrayInputStream(xml)).getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(entry.getName() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The child elements of a local name, whatever their prefix. */
    public static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element
                    && element.getTagName().replaceFirst("^.*:", "").equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    /** The parser's own handler writes to the terminal. */
    private enum Thrower implements ErrorHandler {
        INSTANCE;

        @Override
        public void warning(SAXParseException e) {
            // What is readable is read.
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
