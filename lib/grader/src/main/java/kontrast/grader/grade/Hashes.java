package kontrast.grader.grade;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kontrast.grader.check.Check;
import kontrast.loss.NtXent;

/** Hashes that tell whether a question must be run again, and from which inputs are drawn. */
final class Hashes {

    private Hashes() {}

    /**
     * HMAC-SHA-256 of texts, each preceded by its length, so that different lists of texts never give the same bytes.
     *
     * @param secret the key
     * @param texts what to hash
     * @return 32 bytes
     */
    static byte[] hmac(byte[] secret, Collection<String> texts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            for (String text : texts) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
            return mac.doFinal(bytes.toByteArray());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /**
     * Returns a hash of the code that judges: the checks, the grader, and the library that
     * references may call. Whatever changes there, every question is run again.
     *
     * @return hexadecimal digits
     * @throws IOException if the classes cannot be read
     */
    static String ofTheJudge() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
            for (Class<?> one : List.of(Check.class, NtXent.class)) {
                add(
                        digest,
                        Path.of(one.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI()));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Hashes a jar's entries, not its bytes: those hold the time of the build. */
    private static void add(MessageDigest digest, Path source) throws IOException {
        if (Files.isDirectory(source)) {
            List<Path> files;
            try (Stream<Path> walk = Files.walk(source)) {
                files = walk.filter(p -> p.toString().endsWith(".class"))
                        .sorted()
                        .toList();
            }
            for (Path file : files) {
                add(digest, source.relativize(file).toString(), Files.newInputStream(file));
            }
            return;
        }
        try (JarFile jar = new JarFile(source.toFile())) {
            List<JarEntry> entries = new ArrayList<>(jar.stream().toList());
            entries.removeIf(e -> !e.getName().endsWith(".class"));
            entries.sort(Comparator.comparing(JarEntry::getName));
            for (JarEntry entry : entries) {
                add(digest, entry.getName(), jar.getInputStream(entry));
            }
        }
    }

    private static void add(MessageDigest digest, String name, InputStream in) throws IOException {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        try (DigestInputStream stream = new DigestInputStream(in, digest)) {
            stream.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
