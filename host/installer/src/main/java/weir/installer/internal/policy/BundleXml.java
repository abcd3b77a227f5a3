package weir.installer.internal.policy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Parses XML of a bundle of unknown origin. Rejects a DOCTYPE and never reads another file or a network address. */
public final class BundleXml {

    /** Longest content that is parsed. */
    static final int MAX_BYTES = 256 << 10;

    private BundleXml() {}

    /**
     * Returns the root element.
     *
     * @param name name of the entry, for messages
     * @throws IOException if the content is too long, has a DOCTYPE or is not well-formed
     */
    public static Element parse(String name, byte[] xml) throws IOException {
        if (xml.length > MAX_BYTES) {
            throw new IOException(name + " is longer than " + (MAX_BYTES >> 10) + " KiB");
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setNamespaceAware(true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(ThrowingErrorHandler.INSTANCE);
            return builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(name + " cannot be parsed: " + e.getMessage(), e);
        }
    }

    /** The child elements. */
    public static List<Element> children(Element parent) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    /** The child elements of a local name, in any namespace. */
    public static List<Element> children(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getLocalName().equals(name))
                .toList();
    }

    /** The parser's own handler writes to the terminal. */
    private enum ThrowingErrorHandler implements ErrorHandler {
        INSTANCE;

        @Override
        public void warning(SAXParseException e) {
            // The content is usable.
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
