package kontrast.grader.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The course's secret, from which hidden inputs are drawn. */
final class Secret {

    private static final int LEAST = 16;

    private Secret() {}

    /**
     * Reads it, or makes it once.
     *
     * @param file where it lies, for its owner's eyes only
     * @return 16 bytes or more
     * @throws IOException if it can be neither read nor made
     */
    static byte[] of(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] made = new byte[32];
            new SecureRandom().nextBytes(made);
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.write(file, made);
        }
        byte[] secret = Files.readAllBytes(file);
        if (secret.length < LEAST) {
            throw new IllegalArgumentException(file + " has " + secret.length + " bytes; a secret has 16 or more");
        }
        return secret;
    }
}
