package kontrast.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The agent by which classes of cells are redefined in place, so that running an edited cell again leaves
 * what other cells hold as it is. {@link Install} writes its jar, which is a manifest only: the class
 * itself comes from the kernel's class path.
 */
public final class Redefinition {

    private static volatile Instrumentation instrumentation;

    private Redefinition() {}

    /**
     * For the virtual machine, before {@code main}.
     *
     * @param arguments none
     * @param given what redefines classes
     */
    public static void premain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    /** Nothing where the kernel was started without its agent. */
    static Optional<Instrumentation> instrumentation() {
        return Optional.ofNullable(instrumentation);
    }

    /** Returns the bytes of the jar that {@code -javaagent} names, always the same. */
    static byte[] jar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", Redefinition.class.getName());
        attributes.putValue("Can-Redefine-Classes", "true");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
            entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
            jar.putNextEntry(entry);
            manifest.write(jar);
            jar.closeEntry();
        }
        return bytes.toByteArray();
    }
}
