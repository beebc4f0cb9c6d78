package kontrast.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.Model;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;

/**
 * Finds the jars of Maven coordinates with Maven's own resolver: in the local repository, else in
 * the repositories that Maven itself would ask (its built-in one, or the mirror that {@code
 * settings.xml} puts in its place), and in those added by {@code %mavenRepo}.
 */
final class MavenJars {
    private final List<RemoteRepository> added = new ArrayList<>();
    private RepositorySystem system;

    void addRepository(String id, String address) {
        added.add(new RemoteRepository.Builder(id, "default", address).build());
    }

    /**
     * The jars of these coordinates and of all that they need at run time.
     *
     * @param coordinates {@code group:artifact:version} or {@code
     *     group:artifact:type:class:version}
     * @throws IOException if one of them cannot be had; the message says which, and where it was
     *     sought
     */
    List<Path> resolve(List<String> coordinates) throws IOException {
        MavenSettings settings = MavenSettings.ofUser();
        if (system == null) {
            system = new RepositorySystemSupplier().get();
        }
        DefaultRepositorySystemSession session = session(settings);
        CollectRequest collect = new CollectRequest();
        for (String each : coordinates) {
            collect.addDependency(new Dependency(artifact(each), "runtime"));
        }
        List<RemoteRepository> repositories = new ArrayList<>(builtIn());
        repositories.addAll(added);
        collect.setRepositories(system.newResolutionRepositories(session, repositories));
        var runtime = DependencyFilterUtils.classpathFilter("runtime");
        try {
            return system
                    .resolveDependencies(session, new DependencyRequest(collect, runtime))
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .map(artifact -> artifact.getFile().toPath())
                    .toList();
        } catch (DependencyResolutionException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new IOException(root.getMessage(), e);
        }
    }

    /**
     * The jars that the dependencies of a piece of a POM name: a whole project, or only its {@code
     * <dependency>} elements.
     *
     * @param xml the piece
     * @throws IOException if it is not part of a POM, or a jar cannot be had
     */
    List<Path> ofPom(String xml) throws IOException {
        String inner = xml.contains("<dependencies>") ? xml : "<dependencies>" + xml + "</dependencies>";
        String whole = xml.contains("<project") ? xml : "<project>" + inner + "</project>";
        try {
            Model model = new MavenXpp3Reader().read(new StringReader(whole));
            model.getRepositories().forEach(r -> addRepository(r.getId(), r.getUrl()));
            List<String> coordinates = new ArrayList<>();
            for (var each : model.getDependencies()) {
                String kind =
                        each.getClassifier() == null ? each.getType() : each.getType() + ":" + each.getClassifier();
                coordinates.add(String.join(":", each.getGroupId(), each.getArtifactId(), kind, each.getVersion()));
            }
            if (coordinates.isEmpty()) {
                throw new IOException("no <dependency> in it");
            }
            return resolve(coordinates);
        } catch (XmlPullParserException e) {
            throw new IOException("not a piece of a POM: " + e.getMessage(), e);
        }
    }

    private DefaultRepositorySystemSession session(MavenSettings settings) {
        DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
        LocalRepository local = new LocalRepository(settings.localRepository().toFile());
        session.setLocalRepositoryManager(system.newLocalRepositoryManager(session, local));
        session.setSystemProperties(System.getProperties());
        session.setOffline(settings.offline());
        session.setMirrorSelector(settings.mirrors());
        session.setProxySelector(settings.proxies());
        session.setAuthenticationSelector(settings.servers());
        session.setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(false, false));
        session.setTransferListener(new AbstractTransferListener() {
            @Override
            public void transferSucceeded(TransferEvent event) {
                String name = event.getResource().getResourceName();
                if (name.endsWith(".jar")) {
                    String file = name.substring(name.lastIndexOf('/') + 1);
                    long kilobytes = event.getTransferredBytes() / 1000;
                    System.out.println("Fetched " + file + ", " + kilobytes + " kB");
                }
            }
        });
        return session;
    }

    private static DefaultArtifact artifact(String coordinates) {
        try {
            return new DefaultArtifact(coordinates);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not Maven coordinates: " + coordinates + " (they look like group:artifact:1.0)", e);
        }
    }

    /** The repositories that every Maven project inherits. */
    private static List<RemoteRepository> builtIn() throws IOException {
        String superPom = "/org/apache/maven/model/pom-4.0.0.xml";
        try (InputStream in = MavenXpp3Reader.class.getResourceAsStream(superPom)) {
            return new MavenXpp3Reader()
                    .read(in).getRepositories().stream()
                            .map(r -> new RemoteRepository.Builder(r.getId(), "default", r.getUrl()).build())
                            .toList();
        } catch (XmlPullParserException e) {
            throw new IOException("Maven's super POM cannot be read", e);
        }
    }
}
