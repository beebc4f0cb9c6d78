package kontrast.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.eclipse.aether.repository.AuthenticationSelector;
import org.eclipse.aether.repository.MirrorSelector;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.repository.ProxySelector;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * What the user's {@code ~/.m2/settings.xml} says about where artifacts come from. (Encrypted
 * passwords are not decrypted.)
 */
record MavenSettings(
        Path localRepository,
        boolean offline,
        MirrorSelector mirrors,
        ProxySelector proxies,
        AuthenticationSelector servers) {

    static MavenSettings ofUser() throws IOException {
        Path maven = Path.of(System.getProperty("user.home"), ".m2");
        return read(maven.resolve("settings.xml"), maven.resolve("repository"));
    }

    static MavenSettings read(Path file, Path usualRepository) throws IOException {
        Element settings = root(file);
        String local = System.getProperty("maven.repo.local", text(settings, "localRepository"));
        DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
        for (Element m : entries(settings, "mirrors")) {
            String of = text(m, "mirrorOf");
            boolean blocked = text(m, "blocked").equals("true");
            mirrors.add(text(m, "id"), text(m, "url"), "default", false, blocked, of, "*");
        }
        DefaultProxySelector proxies = new DefaultProxySelector();
        for (Element p : entries(settings, "proxies")) {
            if (!text(p, "active").equals("false")) {
                String kind = text(p, "protocol").isEmpty() ? "http" : text(p, "protocol");
                String port = text(p, "port").isEmpty() ? "8080" : text(p, "port");
                proxies.add(new Proxy(kind, text(p, "host"), Integer.parseInt(port)), text(p, "nonProxyHosts"));
            }
        }
        DefaultAuthenticationSelector servers = new DefaultAuthenticationSelector();
        for (Element s : entries(settings, "servers")) {
            servers.add(
                    text(s, "id"),
                    new AuthenticationBuilder()
                            .addUsername(text(s, "username"))
                            .addPassword(text(s, "password"))
                            .build());
        }
        return new MavenSettings(
                local.isEmpty() ? usualRepository : Path.of(local),
                text(settings, "offline").equals("true"),
                mirrors,
                proxies,
                servers);
    }

    private static Element root(Path file) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document = Files.isReadable(file)
                    ? factory.newDocumentBuilder().parse(file.toFile())
                    : factory.newDocumentBuilder().newDocument();
            Element root = document.getDocumentElement();
            return root != null ? root : document.createElement("settings");
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " is not readable as XML: " + e.getMessage(), e);
        }
    }

    private static List<Element> entries(Element settings, String list) {
        List<Element> entries = new ArrayList<>();
        for (Element each : children(settings)) {
            if (each.getTagName().equals(list)) {
                entries.addAll(children(each));
            }
        }
        return entries;
    }

    /**
     * The text of a child, with {@code ${user.home}} and {@code ${env.X}} filled in, or nothing.
     */
    private static String text(Element parent, String name) {
        for (Element each : children(parent)) {
            if (each.getTagName().equals(name)) {
                return Pattern.compile("\\$\\{(env\\.)?([\\w.]+)}")
                        .matcher(each.getTextContent().strip())
                        .replaceAll(m -> {
                            String value =
                                    m.group(1) != null ? System.getenv(m.group(2)) : System.getProperty(m.group(2));
                            return Matcher.quoteReplacement(value != null ? value : m.group());
                        });
            }
        }
        return "";
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
